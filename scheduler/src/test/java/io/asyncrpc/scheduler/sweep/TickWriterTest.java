package io.asyncrpc.scheduler.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TickWriterTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path EXAMPLE = Path.of("../docs/contracts/tick.v1.json");

    @Test
    void aTickIsWrittenAsTheContractSays() throws IOException {
        // Given
        Tick tick = new Tick(Instant.parse("2026-03-01T10:00:00Z"));

        // When
        byte[] written = TickWriter.write(tick);

        // Then
        assertThat(JSON.readTree(written)).isEqualTo(JSON.readTree(Files.readAllBytes(EXAMPLE)));
    }

    @Test
    void aTickIsExactToTheMillisecond() throws IOException {
        // Given
        Tick tick = new Tick(Instant.parse("2026-03-01T10:00:00.123456789Z"));

        // When
        String at = JSON.readTree(TickWriter.write(tick)).at("/items/0/at").asText();

        // Then
        assertThat(at).isEqualTo("2026-03-01T10:00:00.123Z");
    }
}
