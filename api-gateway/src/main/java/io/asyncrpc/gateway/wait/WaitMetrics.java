package io.asyncrpc.gateway.wait;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** What becomes of waiting. */
@Singleton
class WaitMetrics {
    private final MeterRegistry registry;

    /** Why a waiter reads. */
    enum Cause {
        FIRST,
        WOKEN,
        ROUTINE
    }

    /** How a wait ended. */
    enum End {
        ANSWERED,
        TIME_OVER,
        CLOSING,
        HUNG_UP
    }

    WaitMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void waiting(IntSupplier count) {
        Gauge.builder("gateway.waiters", count::getAsInt).register(registry);
    }

    void hearing(BooleanSupplier hears) {
        Gauge.builder("gateway.changes.heard", () -> hears.getAsBoolean() ? 1 : 0)
                .register(registry);
    }

    void woken() {
        registry.counter("gateway.wait.wakeups").increment();
    }

    void looks(Cause cause) {
        registry.counter("gateway.wait.looks", "cause", cause.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** One read may answer many waiters. */
    void asked() {
        registry.counter("gateway.wait.reads").increment();
    }

    void ended(End end, long nanos) {
        registry.timer("gateway.wait", "end", end.name().toLowerCase(Locale.ROOT))
                .record(Duration.ofNanos(nanos));
    }

    void refused() {
        registry.counter("gateway.refused", "limit", "waiters").increment();
    }
}
