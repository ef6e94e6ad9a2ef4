package io.asyncrpc.core.task;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids of tasks and events: UUIDv7 (RFC 9562) with the microsecond in {@code rand_a} (method 3), so that the ids of one replica are in the
 * order of their making and a list by id is a list by time.
 */
public final class TaskId {
    private static final AtomicLong LAST_MICROS = new AtomicLong();
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private TaskId() {}

    public static UUID next(Instant now) {
        long micros = LAST_MICROS.accumulateAndGet(
                ChronoUnit.MICROS.between(Instant.EPOCH, now), (last, wanted) -> Math.max(last + 1, wanted));
        return of(micros, ThreadLocalRandom.current().nextLong());
    }

    /** The least id of that moment, to look for ids before or after it. */
    public static UUID first(Instant at) {
        return of(ChronoUnit.MICROS.between(Instant.EPOCH, at), 0);
    }

    private static UUID of(long micros, long random) {
        long millis = Math.floorDiv(micros, 1000L);
        long fraction = Math.floorMod(micros, 1000L) * 4096 / 1000;
        return new UUID(millis << 16 | VERSION_7 | fraction, VARIANT | random >>> 2);
    }
}
