package io.asyncrpc.core.caller;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whoever cannot verify a token lets nobody in. */
@Readiness
@Singleton
class KeysReadiness implements HealthCheck {
    private final TokenKey key;

    KeysReadiness(TokenKey key) {
        this.key = key;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("token keys")
                .status(key.keys().now().isPresent()
                        && key.gateway().stream().allMatch(ring -> ring.now().isPresent()))
                .build();
    }
}
