package io.asyncrpc.fleet.chaos.pulse;

import java.time.Duration;

/**
 * What is normal: every round trip that began in a second is answered (and some began: the load goes on whatever
 * happens), and p99 is at most twice the one before plus a quarter of a second.
 *
 * @param before p99 before anything was done to the system
 */
public record Norm(Duration before) {

    private static final Duration GRACE = Duration.ofMillis(250);

    public Duration bound() {
        return before.multipliedBy(2).plus(GRACE);
    }

    /** @param second of one second */
    boolean holds(Beat second) {
        return second.unanswered() == 0 && second.begun() > 0 && second.p99().compareTo(bound()) <= 0;
    }
}
