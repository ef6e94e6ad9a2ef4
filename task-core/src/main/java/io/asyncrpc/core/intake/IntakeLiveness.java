package io.asyncrpc.core.intake;

import io.asyncrpc.core.dispatch.DispatchPublisher;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.jspecify.annotations.Nullable;

/**
 * Dead when only a new process helps: the broker takes words from us, and yet for a while has not delivered any queue to us.
 * A broker that is away is no reason to start the core again; it still takes tasks.
 */
@Liveness
@ApplicationScoped
class IntakeLiveness implements HealthCheck {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final IntakeConsumer intake;
    private final DispatchPublisher publisher;
    private final InstantSource clock;
    private @Nullable Instant deafSince;

    IntakeLiveness(IntakeConsumer intake, DispatchPublisher publisher, InstantSource clock) {
        this.intake = intake;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Override
    public synchronized HealthCheckResponse call() {
        Instant now = clock.instant();
        List<String> closed = intake.closed();
        if (closed.isEmpty() || !publisher.isReachable()) {
            deafSince = null;
        } else if (deafSince == null) {
            deafSince = now;
        }
        boolean deaf = deafSince != null && now.isAfter(deafSince.plus(PATIENCE));
        return HealthCheckResponse.named("hears the broker")
                .status(!deaf)
                .withData("notDelivered", String.join(" ", closed))
                .build();
    }
}
