package io.asyncrpc.fleet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatencyTest {

    @Test
    void percentilesAreValuesThatWereMeasured() {
        // Given
        long[] micros =
                LongStream.rangeClosed(1, 1_000).map(i -> (1_001 - i) * 1_000).toArray();

        // When
        Latency latency = Latency.of(micros);

        // Then
        assertThat(latency).isEqualTo(new Latency(500, 950, 990, 1_000));
    }

    @Test
    void aFewValuesGiveNoBetterOneThanTheShareAskedFor() {
        assertThat(Latency.of(new long[] {3_000, 1_000})).isEqualTo(new Latency(1, 3, 3, 3));
        assertThat(Latency.of(new long[] {7_000})).isEqualTo(new Latency(7, 7, 7, 7));
        assertThat(Latency.of(new long[] {})).isEqualTo(Latency.NONE);
    }
}
