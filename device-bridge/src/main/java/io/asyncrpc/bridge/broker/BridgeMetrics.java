package io.asyncrpc.bridge.broker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** What can only be asked, not counted. */
class BridgeMetrics {
    private static final double MILLIS = Duration.ofSeconds(1).toMillis();

    void register(@Observes StartupEvent event, MeterRegistry metrics, Consumers consumers) {
        Gauge.builder("bridge.unsaid.age", consumers, BridgeMetrics::oldestSeconds)
                .description("Age of the oldest word still in hand")
                .baseUnit("seconds")
                .register(metrics);
    }

    private static double oldestSeconds(Consumers consumers) {
        return consumers.oldestUnsaid().toMillis() / MILLIS;
    }
}
