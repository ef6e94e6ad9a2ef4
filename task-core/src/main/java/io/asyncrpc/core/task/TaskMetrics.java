package io.asyncrpc.core.task;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code task.moves{to}} and {@code task.ignored{reason}}: what came of the events, by the rules' own words. */
@ApplicationScoped
public class TaskMetrics {
    private final MeterRegistry registry;

    TaskMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    public void decided(Decision decision) {
        switch (decision) {
            case Decision.Moved m -> {
                if (m.cause() != Cause.SAID_AGAIN) {
                    moved(m.task().state());
                }
            }
            case Decision.Ignored i ->
                registry.counter("task.ignored", "reason", i.reason().name()).increment();
        }
    }

    /** A submission that was not taken, by its problem code: {@code task.refused{code}}. */
    void refused(String code) {
        registry.counter("task.refused", "code", code).increment();
    }

    void moved(TaskState to) {
        registry.counter("task.moves", "to", to.name()).increment();
    }
}
