package io.asyncrpc.core.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private Instant wall = NOON;
    private Duration steady = Duration.ofHours(7);
    private final DatabaseClock clock = new DatabaseClock(() -> wall, () -> steady.toNanos());

    @Test
    void isTheDatabasesTimeAfterAMeasurement() {
        // Given: the answer takes 200 ms, and is of the middle of them
        Instant asked = clock.local();
        pass(Duration.ofMillis(200));

        // When
        clock.measured(asked, NOON.plusMillis(5_100));

        // Then
        assertThat(clock.instant()).isEqualTo(NOON.plusMillis(5_200));
        assertThat(clock.drift()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void goesOnBetweenMeasurements() {
        // Given
        clock.measured(clock.local(), NOON.plusSeconds(1));

        // When
        pass(Duration.ofSeconds(9));

        // Then
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(10));
        assertThat(clock.drift()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whoSetsTheWallClockMovesNothingAndIsNoticedAtOnce() {
        // Given
        clock.measured(clock.local(), NOON);

        // When
        wall = wall.plusSeconds(3_600);

        // Then
        assertThat(clock.instant()).isEqualTo(NOON);
        assertThat(clock.drift()).isEqualTo(Duration.ofHours(1));
    }

    private void pass(Duration time) {
        wall = wall.plus(time);
        steady = steady.plus(time);
    }
}
