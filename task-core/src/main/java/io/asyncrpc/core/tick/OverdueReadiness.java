package io.asyncrpc.core.tick;

import io.asyncrpc.core.task.TaskStore;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready while a word is overdue: a doorbell that should have rung, a lease that should have ended. That tells of a
 * scheduler, broker or sweep that does not do its work, however connected everything looks.
 */
@Readiness
@ApplicationScoped
class OverdueReadiness implements AsyncHealthCheck {
    private final TaskStore tasks;
    private final InstantSource clock;
    private final TickConfig config;

    OverdueReadiness(TaskStore tasks, InstantSource clock, TickConfig config) {
        this.tasks = tasks;
        this.clock = clock;
        this.config = config;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return tasks.oldestDue()
                .map(due -> due.map(at -> Duration.between(at, clock.instant())).orElse(Duration.ZERO))
                .map(this::response)
                .onFailure()
                .recoverWithItem(
                        () -> HealthCheckResponse.named("overdue").down().build());
    }

    private HealthCheckResponse response(Duration overdue) {
        return HealthCheckResponse.named("overdue")
                .status(overdue.compareTo(config.maxOverdue()) <= 0)
                .withData("oldestSeconds", Math.max(0, overdue.toSeconds()))
                .build();
    }
}
