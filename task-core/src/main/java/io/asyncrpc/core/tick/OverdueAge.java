package io.asyncrpc.core.tick;

import io.asyncrpc.core.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * For how long a task may have been due, by what the last look told: nobody knows of what became due since, so without a look it
 * grows. The start counts as a look that found nothing.
 */
final class OverdueAge {
    private final InstantSource clock;
    private volatile Instant nothingBefore;

    OverdueAge(InstantSource clock) {
        this.clock = clock;
        this.nothingBefore = clock.instant();
    }

    /** @param due what was due at that moment, the longest due first */
    void looked(List<Task> due, Instant at) {
        Instant first = due.isEmpty() ? null : due.getFirst().dueAt();
        nothingBefore = first == null ? at : first;
    }

    double seconds() {
        return Math.max(0, Duration.between(nothingBefore, clock.instant()).toMillis()) / 1000.0;
    }
}
