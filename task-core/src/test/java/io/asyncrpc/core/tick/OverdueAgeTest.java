package io.asyncrpc.core.tick;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.task.Task;
import io.asyncrpc.core.task.Tasks;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OverdueAgeTest {
    private static final Task TASK = Tasks.fresh(null);
    private static final Instant DUE = Objects.requireNonNull(TASK.dueAt());

    private Instant now = DUE;
    private final OverdueAge age = new OverdueAge(() -> now);

    @Test
    void withoutAnyLookItGrowsFromTheStart() {
        // When
        now = DUE.plusSeconds(90);

        // Then
        assertThat(age.seconds()).isEqualTo(90);
    }

    @Test
    void lookThatFoundNothingSetsItBack() {
        // Given
        now = DUE.plusSeconds(90);

        // When
        age.looked(List.of(), now);

        // Then
        assertThat(age.seconds()).isZero();
    }

    @Test
    void afterTheLastLookItGrows() {
        // Given
        age.looked(List.of(), now);

        // When
        now = DUE.plusMillis(120_500);

        // Then
        assertThat(age.seconds()).isEqualTo(120.5);
    }

    @Test
    void longestDueCountsFromItsOwnTime() {
        // Given
        now = DUE.plusSeconds(40);
        age.looked(List.of(TASK), now);

        // When
        now = DUE.plusSeconds(50);

        // Then
        assertThat(age.seconds()).isEqualTo(50);
    }

    @Test
    void clockThatIsSetBackMakesNoNegativeAge() {
        // When
        now = DUE.minusSeconds(3);

        // Then
        assertThat(age.seconds()).isZero();
    }
}
