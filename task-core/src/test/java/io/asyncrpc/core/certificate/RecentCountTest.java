package io.asyncrpc.core.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is dear is counted once for all who ask. */
class RecentCountTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final AtomicInteger counts = new AtomicInteger();

    @Test
    void isCountedOnceForEachOrganisation() {
        // Given
        RecentCount recent = new RecentCount(org -> Uni.createFrom().item(counts::incrementAndGet), LONG);

        // When / Then
        assertThat(of(recent, "one")).isEqualTo(1);
        assertThat(of(recent, "one")).isEqualTo(1);
        assertThat(of(recent, "two")).isEqualTo(2);
    }

    @Test
    void whoAsksWhileItIsCountedWaitsForThatCount() {
        // Given
        List<UniEmitter<? super Integer>> under = new ArrayList<>();
        RecentCount recent = new RecentCount(org -> Uni.createFrom().emitter(under::add), LONG);
        List<Integer> told = new ArrayList<>();

        // When
        recent.of("one").subscribe().with(told::add);
        recent.of("one").subscribe().with(told::add);
        under.getFirst().complete(7);

        // Then
        assertThat(under).hasSize(1);
        assertThat(told).containsExactly(7, 7);
    }

    @Test
    void isCountedAnewAfterAWhile() {
        // Given
        RecentCount recent =
                new RecentCount(org -> Uni.createFrom().item(counts::incrementAndGet), Duration.ofNanos(1));

        // When
        of(recent, "one");

        // Then
        assertThat(of(recent, "one")).isEqualTo(2);
    }

    @Test
    void aFailureIsNotKept() {
        // Given
        RecentCount recent = new RecentCount(
                org -> counts.incrementAndGet() == 1
                        ? Uni.createFrom().failure(new IllegalStateException("no database"))
                        : Uni.createFrom().item(7),
                LONG);

        // When
        assertThatThrownBy(() -> of(recent, "one")).hasMessage("no database");

        // Then
        assertThat(of(recent, "one")).isEqualTo(7);
    }

    private static int of(RecentCount recent, String org) {
        return recent.of(org).await().atMost(Duration.ofSeconds(5));
    }
}
