package io.asyncrpc.scheduler.sweep;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A clock that nobody hears is not ready, whatever its connection looks like. */
@Readiness
@Singleton
class TickReadiness implements HealthCheck {
    private final TickAge age;

    TickReadiness(TickAge age) {
        this.age = age;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("ticks")
                .status(age.isFresh())
                .withData("ageMillis", age.age().toMillis())
                .build();
    }
}
