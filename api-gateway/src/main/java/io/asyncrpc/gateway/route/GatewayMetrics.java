package io.asyncrpc.gateway.route;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What passes the door, by names of our own: no address, id or invention of a caller becomes a label. */
@Singleton
class GatewayMetrics {
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(15),
        Duration.ofMillis(50),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final MeterRegistry registry;

    GatewayMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * @param route the row's name, or {@code none} for what was refused before one was found
     * @param method one of the known ones, or {@code OTHER}
     */
    void passed(String route, String method, int status, long nanos) {
        timer("gateway.requests", "route", route, "method", method, "status", status / 100 + "xx")
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Until the head of the service's answer. */
    void answered(String service, long nanos) {
        timer("gateway.upstream", "service", service).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(String name, String... tags) {
        return Timer.builder(name).tags(tags).serviceLevelObjectives(BOUNDS).register(registry);
    }
}
