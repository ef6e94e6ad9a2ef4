package io.asyncrpc.gateway.route;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** A door to services that are not ready is not ready: whoever spreads load can then choose another. */
@Readiness
@Singleton
class ServicesReadiness implements AsyncHealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Map<String, Kept<Boolean>> services = new TreeMap<>();

    ServicesReadiness(RouteConfig config, ReadinessConfig readiness, ServiceClient client) {
        config.services()
                .forEach((name, service) -> services.put(
                        name,
                        new Kept<>(
                                readiness.keep(),
                                () -> client.get(service.readiness(), PATIENCE)
                                        .map(true)
                                        .otherwise(false))));
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        Map<String, Future<Boolean>> asked = new TreeMap<>();
        services.forEach((name, ready) -> asked.put(name, ready.get()));
        return Uni.createFrom()
                .completionStage(
                        () -> Future.all(java.util.List.copyOf(asked.values())).toCompletionStage())
                .map(all -> report(asked));
    }

    private static HealthCheckResponse report(Map<String, Future<Boolean>> asked) {
        HealthCheckResponseBuilder report = HealthCheckResponse.named("services");
        asked.forEach((name, ready) -> report.withData(name, ready.result() ? "ready" : "not ready"));
        return report.status(asked.values().stream().allMatch(Future::result)).build();
    }
}
