package io.asyncrpc.core.caller;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Locale;

/** Who was not let in, and how old the keys are by which that is decided. */
@Singleton
class TokenMetrics {
    private final MeterRegistry registry;

    TokenMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void refused(Refusal why) {
        registry.counter("token.refused", "reason", why.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    void watch(KeyRing ring) {
        Gauge.builder("token.keys.age", ring, r -> r.age().toMillis() / 1000.0)
                .baseUnit("seconds")
                .register(registry);
    }
}
