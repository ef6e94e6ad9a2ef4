package io.asyncrpc.fleet.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class NativeTest {

    private static final Path METADATA =
            Path.of("src/main/resources/META-INF/native-image/io.asyncrpc/fleet/reachability-metadata.json");

    /** Jackson looks for them by reflection, which a native executable has for what is named alone. */
    @Test
    void aNativeExecutableKnowsWhatARecordIsMadeOf() throws IOException {
        List<String> known = StreamSupport.stream(
                        new ObjectMapper()
                                .readTree(METADATA.toFile())
                                .get("reflection")
                                .spliterator(),
                        false)
                .map(one -> one.get("type").asText())
                .toList();
        List<String> needed = Stream.concat(
                        Stream.of(Run.class, Line.class), Stream.of(Line.class.getPermittedSubclasses()))
                .map(Class::getName)
                .toList();

        assertThat(known).containsExactlyInAnyOrderElementsOf(needed);
    }
}
