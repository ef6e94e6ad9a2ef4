package io.asyncrpc.gateway.route;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Map<Passed, Timer> requests = new ConcurrentHashMap<>();
    private final Map<String, Timer> upstreams = new ConcurrentHashMap<>();

    private record Passed(String route, String method, int hundreds) {}

    GatewayMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * @param route the row's name, or {@code none} for what was refused before one was found
     * @param method one of the known ones, or {@code OTHER}
     */
    void passed(String route, String method, int status, long nanos) {
        requests.computeIfAbsent(new Passed(route, method, status / 100), this::timer)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Until the head of the service's answer. */
    void answered(String service, long nanos) {
        upstreams
                .computeIfAbsent(service, name -> timer("gateway.upstream", "service", name))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Passed passed) {
        return timer(
                "gateway.requests",
                "route",
                passed.route(),
                "method",
                passed.method(),
                "status",
                passed.hundreds() + "xx");
    }

    private Timer timer(String name, String... tags) {
        return Timer.builder(name).tags(tags).serviceLevelObjectives(BOUNDS).register(registry);
    }
}
