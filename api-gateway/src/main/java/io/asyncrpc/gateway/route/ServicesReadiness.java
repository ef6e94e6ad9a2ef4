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
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** A door to services that are not ready is not ready: whoever spreads load can then choose another. */
@Readiness
@Singleton
class ServicesReadiness implements AsyncHealthCheck {
    /** All looks together; shorter than the probes of deploy/kubernetes wait. */
    private static final Duration PATIENCE = Duration.ofMillis(2_500);

    /** So often it is asked; until nobody is led to a replica that goes, and says so, another one may answer. */
    private static final int LOOKS = 3;

    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Map<String, Kept<Boolean>> services = new TreeMap<>();
    private final ServiceClient client;
    private final Vertx vertx;

    ServicesReadiness(RouteConfig config, ReadinessConfig readiness, ServiceClient client, Vertx vertx) {
        this.client = client;
        this.vertx = vertx;
        config.services()
                .forEach((name, service) -> services.put(
                        name,
                        new Kept<>(
                                readiness.keep(),
                                () -> isReady(service.readiness(), LOOKS, System.nanoTime() + PATIENCE.toNanos()))));
    }

    private Future<Boolean> isReady(URI service, int looks, long end) {
        long left = Math.min(end - System.nanoTime(), LONGEST_LOOK.toNanos());
        return client.get(service, Duration.ofNanos(left)).map(true).recover(why -> {
            if (looks == 1 || System.nanoTime() + 2 * PAUSE.toNanos() > end) {
                return Future.succeededFuture(false);
            }
            return vertx.timer(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                    .compose(over -> isReady(service, looks - 1, end));
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
