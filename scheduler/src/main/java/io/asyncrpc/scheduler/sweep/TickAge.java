package io.asyncrpc.scheduler.sweep;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How long the broker has not confirmed a tick; what was before the start does not count. */
final class TickAge {
    private final InstantSource clock;
    private final Duration limit;
    private volatile Instant since;
    private volatile boolean confirmed;

    /** @param limit the oldest age at which the core can still be said to be woken */
    TickAge(InstantSource clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
        this.since = clock.instant();
    }

    void confirmed() {
        since = clock.instant();
        confirmed = true;
    }

    Duration age() {
        return Duration.between(since, clock.instant());
    }

    boolean isFresh() {
        return confirmed && age().compareTo(limit) <= 0;
    }
}
