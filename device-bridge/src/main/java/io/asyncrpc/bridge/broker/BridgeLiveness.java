package io.asyncrpc.bridge.broker;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.jspecify.annotations.Nullable;

/**
 * Dead when only a new process helps: the broker takes words from us, and yet for a while has not delivered any queue to us.
 * A broker that is away is no reason to start the bridge again.
 */
@Liveness
@ApplicationScoped
class BridgeLiveness implements HealthCheck {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Consumers consumers;
    private final HousePublisher house;
    private final InstantSource clock;
    private @Nullable Instant deafSince;

    BridgeLiveness(Consumers consumers, HousePublisher house, InstantSource clock) {
        this.consumers = consumers;
        this.house = house;
        this.clock = clock;
    }

    @Override
    public synchronized HealthCheckResponse call() {
        Instant now = clock.instant();
        if (consumers.closed().isEmpty() || !house.isReachable()) {
            deafSince = null;
        } else if (deafSince == null) {
            deafSince = now;
        }
        boolean deaf = deafSince != null && now.isAfter(deafSince.plus(PATIENCE));
        return HealthCheckResponse.named("hears the broker").status(!deaf).build();
    }
}
