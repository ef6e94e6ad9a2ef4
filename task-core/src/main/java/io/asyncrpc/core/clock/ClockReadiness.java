package io.asyncrpc.core.clock;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while this machine's clock and the database's are too far apart: its leases would be wrong. */
@Readiness
@ApplicationScoped
class ClockReadiness implements HealthCheck {
    private final ClockTicker ticker;
    private final ClockConfig config;

    ClockReadiness(ClockTicker ticker, ClockConfig config) {
        this.ticker = ticker;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        DatabaseClock clock = ticker.databaseClock();
        return HealthCheckResponse.named("clock")
                .status(clock.drift().compareTo(config.maxDrift()) <= 0)
                .withData("driftMillis", clock.drift().toMillis())
                .build();
    }
}
