package io.asyncrpc.fleet.record;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/** Microseconds since 1970 that never run backwards: set once by the machine's clock, counted by the monotonic one. */
public final class RecordClock {

    private final long anchorMicros;
    private final LongSupplier nanos;

    RecordClock(long anchorMicros, LongSupplier nanos) {
        long began = nanos.getAsLong();
        this.anchorMicros = anchorMicros;
        this.nanos = () -> nanos.getAsLong() - began;
    }

    public static RecordClock started() {
        return new RecordClock(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()), System::nanoTime);
    }

    public long micros() {
        return anchorMicros + nanos.getAsLong() / 1_000;
    }
}
