package io.asyncrpc.core.context;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Switches off that each callback of Mutiny captures the request's CDI context and puts it back, which took a tenth of
 * the service's time. Who asks is read before anything waits, and what Quarkus itself needs later it keeps with the Vert.x
 * context of the request, which callbacks stay on.
 */
@ApplicationScoped
class NoPropagation {
    void start(@Observes @Priority(1) StartupEvent started) {
        Infrastructure.clearInterceptors();
    }
}
