package io.asyncrpc.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PartitionTest {
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void placesAreMadeForSomeWidthsAhead() {
        // When
        List<Partition> missing = Partition.missing(at("2026-03-01T00:00:00Z"), DAY, 3, at("2026-03-01T10:00:00Z"));

        // Then
        assertThat(missing)
                .containsExactly(
                        days("2026-03-01", "2026-03-02"),
                        days("2026-03-02", "2026-03-03"),
                        days("2026-03-03", "2026-03-04"),
                        days("2026-03-04", "2026-03-05"));
    }

    @Test
    void nothingIsMissingWhileEnoughIsThere() {
        assertThat(Partition.missing(at("2026-03-04T10:00:00Z"), DAY, 3, at("2026-03-01T10:00:00Z")))
                .isEmpty();
    }

    @Test
    void otherWidthGoesOnWhereTheLastEndedAndIsAlignedAgain() {
        // When
        List<Partition> wider = Partition.missing(at("2026-03-02T06:00:00Z"), DAY, 1, at("2026-03-01T22:00:00Z"));
        List<Partition> narrower =
                Partition.missing(at("2026-03-02T06:00:00Z"), Duration.ofHours(4), 2, at("2026-03-02T01:00:00Z"));

        // Then
        assertThat(wider).containsExactly(new Partition(at("2026-03-02T06:00:00Z"), at("2026-03-03T00:00:00Z")));
        assertThat(narrower)
                .containsExactly(
                        new Partition(at("2026-03-02T06:00:00Z"), at("2026-03-02T08:00:00Z")),
                        new Partition(at("2026-03-02T08:00:00Z"), at("2026-03-02T12:00:00Z")));
    }

    @Test
    void longTimeWithoutUpkeepIsOnePartition() {
        // When
        List<Partition> missing = Partition.missing(at("2025-03-01T00:00:00Z"), DAY, 1, at("2026-03-01T10:00:00Z"));

        // Then
        assertThat(missing).containsExactly(days("2025-03-01", "2026-03-02"), days("2026-03-02", "2026-03-03"));
    }

    @Test
    void boundIsTheLeastIdOfItsMoment() {
        // Given
        Instant at = at("2026-03-01T10:00:00.123Z");

        // Then
        assertThat(Partition.timeOf(Partition.bound(at))).isEqualTo(at);
        assertThat(Partition.bound(at)).isEqualTo(UUID.fromString("019ca8d7-2d7b-0000-0000-000000000000"));
        assertThat(days("2026-03-01", "2026-03-02").table("task_move")).isEqualTo("task_move_until_20260302t000000");
    }

    private static Partition days(String from, String until) {
        return new Partition(at(from + "T00:00:00Z"), at(until + "T00:00:00Z"));
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }
}
