package io.asyncrpc.core.task;

import java.time.Duration;
import java.util.UUID;

/**
 * When a doorbell is rung again (protocol, "Ringing"): from 5 s while nobody acknowledged it, from 60 s after, doubling up
 * to 1 h, each shortened or lengthened by up to a tenth so that a fleet does not ring in step.
 */
final class RingPolicy {
    private static final Duration NEW_FIRST = Duration.ofSeconds(5);
    private static final Duration PENDING_FIRST = Duration.ofSeconds(60);
    private static final Duration CAP = Duration.ofHours(1);
    private static final int MAX_DOUBLINGS = 10;

    private RingPolicy() {}

    /** The pause after the {@code rings}-th doorbell (from 1) in this state. */
    static Duration pause(TaskState state, int rings, UUID id) {
        Duration first = state == TaskState.PENDING ? PENDING_FIRST : NEW_FIRST;
        return jittered(doubled(first, rings - 1), id, rings);
    }

    /** The wait before attempt number {@code attempt + 1} after a retryable failure: from 5 s, doubling up to 1 h. */
    static Duration retry(int attempt, UUID id) {
        return jittered(doubled(NEW_FIRST, attempt - 1), id, attempt);
    }

    /**
     * After which a task that waits behind others looks again whether it may ring, in case that its turn was lost: a quarter
     * of the time it has left, so that there is time to ring yet; from 5 s up to 1 h.
     */
    static Duration silence(Duration left, UUID id) {
        Duration quarter = left.dividedBy(4);
        Duration pause = quarter.compareTo(CAP) > 0 ? CAP : quarter;
        return jittered(pause.compareTo(NEW_FIRST) < 0 ? NEW_FIRST : pause, id, 0);
    }

    private static Duration doubled(Duration first, int times) {
        Duration d = first.multipliedBy(1L << Math.clamp(times, 0, MAX_DOUBLINGS));
        return d.compareTo(CAP) > 0 ? CAP : d;
    }

    /** Derived from the id, so that the same decision comes out the same when it is made again. */
    private static Duration jittered(Duration d, UUID id, int salt) {
        long mixed = (id.getLeastSignificantBits() ^ salt) * 0x9E3779B97F4A7C15L;
        long tenth = d.toMillis() / 10;
        return d.plusMillis(Math.floorMod(mixed >>> 17, 2 * tenth + 1) - tenth);
    }
}
