package io.asyncrpc.fleet.floor;

import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** UUIDs of version 7 (RFC 9562): they begin with the time, so that the newest lie side by side in an index. */
final class TaskIds implements Supplier<UUID> {

    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final SplittableRandom random = new SplittableRandom();
    private final LongSupplier micros;

    /** @param micros since 1970 */
    TaskIds(LongSupplier micros) {
        this.micros = micros;
    }

    @Override
    public UUID get() {
        long time = (micros.getAsLong() / 1_000) << 16;
        return new UUID(time | VERSION | (random.nextLong() & 0xfff), VARIANT | (random.nextLong() >>> 2));
    }
}
