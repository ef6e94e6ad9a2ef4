package io.asyncrpc.fleet.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final List<Long> begun = new ArrayList<>();
    private final List<Long> pauses = new ArrayList<>();
    private final List<Runnable> next = new ArrayList<>();
    private long now = 5_000_000;
    private final Pace pace = new Pace(this::later, () -> now, 100, begun::add);

    @Test
    void beginsAtTimesThatAreFixedBeforehand() {
        // Given
        pace.start();

        // When
        for (int i = 0; i < 3; i++) {
            now += 10_000;
            next.removeFirst().run();
        }

        // Then
        assertThat(begun).containsExactly(5_000_000L, 5_010_000L, 5_020_000L, 5_030_000L);
        assertThat(pauses).containsOnly(10_000L);
    }

    @Test
    void whoWasHeldUpCatchesUpAndTellsTheIntendedTimes() {
        // Given
        pace.start();

        // When
        now += 35_000;
        next.removeFirst().run();

        // Then
        assertThat(begun).containsExactly(5_000_000L, 5_010_000L, 5_020_000L, 5_030_000L);
        assertThat(pauses.getLast()).isEqualTo(5_000);
    }

    @Test
    void beginsNothingOnceItIsStopped() {
        // Given
        pace.start();

        // When
        pace.stop();
        now += 1_000_000;
        next.removeFirst().run();

        // Then
        assertThat(begun).hasSize(1);
        assertThat(next).isEmpty();
    }

    private void later(long micros, Runnable step) {
        pauses.add(micros);
        next.add(step);
    }
}
