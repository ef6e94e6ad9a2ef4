package io.asyncrpc.core.database;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready without the database, or with one that was put back in time under a running core. The framework's own looks would
 * ask over JDBC, too, which is used for migrations alone.
 */
@Readiness
@ApplicationScoped
class DatabaseReadiness implements AsyncHealthCheck {
    private final SchemaStore schema;

    DatabaseReadiness(SchemaStore schema) {
        this.schema = schema;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return schema.isDone(SchemaRunner.NEWEST)
                .onFailure()
                .recoverWithItem(false)
                .map(done -> HealthCheckResponse.named("database").status(done).build());
    }
}
