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
    void slowAnswerThatProvesNothingChangesNothing() {
        // Given: the database answered at once, and the answer took two seconds
        Instant asked = clock.local();
        pass(Duration.ofSeconds(2));

        // When
        clock.measured(asked, NOON);

        // Then
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(2));
        assertThat(clock.drift()).isZero();
    }

    @Test
    void clockThatIsBehindIsCorrectedAsFarAsTheAnswerProves() {
        // Given
        Instant asked = clock.local();
        pass(Duration.ofMillis(200));

        // When
        clock.measured(asked, NOON.plusMillis(5_100));

        // Then
        assertThat(clock.instant()).isEqualTo(NOON.plusMillis(5_100));
        assertThat(clock.drift()).isEqualTo(Duration.ofMillis(4_900));
    }

    @Test
    void clockThatIsAheadIsCorrectedAsFarAsTheAnswerProves() {
        // Given
        Instant asked = clock.local();
        pass(Duration.ofMillis(200));

        // When
        clock.measured(asked, NOON.minusSeconds(5));

        // Then
        assertThat(clock.instant()).isEqualTo(NOON.minusSeconds(5).plusMillis(200));
    }

    @Test
    void quickerAnswerMovesItCloser() {
        // Given
        clockThatIsBehindIsCorrectedAsFarAsTheAnswerProves();

        // When: in truth it was 5 s behind
        Instant asked = clock.local();
        pass(Duration.ofMillis(2));
        clock.measured(asked, asked.plusMillis(5_001));

        // Then
        assertThat(clock.drift()).isEqualTo(Duration.ofMillis(4_999));
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
