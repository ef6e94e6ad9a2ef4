package io.asyncrpc.bridge.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PausesTest {
    private final Pauses pauses = new Pauses();

    @Test
    void doubleUpToTheLongest() {
        assertThat(Stream.generate(pauses::next).limit(6).map(Duration::toSeconds))
                .containsExactly(2L, 4L, 8L, 16L, 30L, 30L);
    }

    @Test
    void beginAnewAfterSuccess() {
        // Given
        pauses.next();
        pauses.next();

        // When
        pauses.reset();

        // Then
        assertThat(pauses.next()).isEqualTo(Pauses.FIRST);
    }
}
