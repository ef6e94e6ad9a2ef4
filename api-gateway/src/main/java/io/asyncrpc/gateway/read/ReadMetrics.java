package io.asyncrpc.gateway.read;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/** What becomes of reads that are asked together. */
@Singleton
public class ReadMetrics {
    private final MeterRegistry registry;
    private final Counter questions;
    private final Map<End, Counter> ends = new EnumMap<>(End.class);

    /** How a read was answered. */
    enum End {
        /** The service sent the thing. */
        SENT,
        /** The thing was still here, and the service said that it is the same. */
        KEPT,
        /** Who asks has it. */
        UNCHANGED,
        /** It is asked for by itself. */
        ALONE
    }

    ReadMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.questions = registry.counter("gateway.reads.questions");
        for (End end : End.values()) {
            ends.put(end, registry.counter("gateway.reads", "end", end.name().toLowerCase(Locale.ROOT)));
        }
    }

    void kept(String service, LongSupplier bytes) {
        Gauge.builder("gateway.reads.kept", bytes::getAsLong)
                .tag("service", service)
                .baseUnit("bytes")
                .register(registry);
    }

    /** One question is for many reads. */
    void asked() {
        questions.increment();
    }

    void ended(End end) {
        Objects.requireNonNull(ends.get(end)).increment();
    }
}
