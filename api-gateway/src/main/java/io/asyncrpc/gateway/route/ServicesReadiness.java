package io.asyncrpc.gateway.route;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** A door to services that are not ready is not ready: whoever spreads load can then choose another. */
@Readiness
@Singleton
class ServicesReadiness implements AsyncHealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** So often it is asked; until nobody is led to a replica that goes, and says so, another one may answer. */
    private static final int LOOKS = 3;

    private static final long PAUSE_MILLIS = 250;

    private final Map<String, Kept<Boolean>> services = new TreeMap<>();
    private final ServiceClient client;
    private final Vertx vertx;

    ServicesReadiness(RouteConfig config, ReadinessConfig readiness, ServiceClient client, Vertx vertx) {
        this.client = client;
        this.vertx = vertx;
        config.services()
                .forEach((name, service) ->
                        services.put(name, new Kept<>(readiness.keep(), () -> isReady(service.readiness(), LOOKS))));
    }

    private Future<Boolean> isReady(URI service, int looks) {
        return client.get(service, PATIENCE).map(true).recover(why -> {
            if (looks == 1 || why instanceof TimeoutException) {
                return Future.succeededFuture(false);
            }
            return vertx.timer(PAUSE_MILLIS, TimeUnit.MILLISECONDS).compose(over -> isReady(service, looks - 1));
        });
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
