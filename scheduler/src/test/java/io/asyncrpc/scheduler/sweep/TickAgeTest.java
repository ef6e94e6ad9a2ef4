package io.asyncrpc.scheduler.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class TickAgeTest {
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final InstantSource clock = () -> now;
    private final TickAge age = new TickAge(clock, Duration.ofSeconds(5));

    @Test
    void aClockThatNeverTickedIsNotFresh() {
        assertThat(age.isFresh()).isFalse();
        assertThat(age.age()).isZero();
    }

    @Test
    void aConfirmedTickKeepsItFreshUntilTheLimit() {
        // Given
        now = now.plusSeconds(60);
        age.confirmed();

        // When
        now = now.plusSeconds(5);

        // Then
        assertThat(age.isFresh()).isTrue();
        assertThat(age.age()).hasSeconds(5);
    }

    @Test
    void pastTheLimitItIsNotFreshUntilTheNextConfirmedTick() {
        // Given
        age.confirmed();

        // When
        now = now.plusMillis(5_001);
        boolean late = age.isFresh();
        age.confirmed();

        // Then
        assertThat(late).isFalse();
        assertThat(age.isFresh()).isTrue();
    }
}
