package io.asyncrpc.core.task;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What came of the events, by the rules' own words; moves are counted when they are stored. */
@ApplicationScoped
public class TaskMetrics {
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofMinutes(10),
        Duration.ofHours(1),
        Duration.ofDays(1)
    };

    private final MeterRegistry registry;
    private final Map<Passage, Timer> latencies = new ConcurrentHashMap<>();

    private record Passage(TaskState from, TaskState to) {}

    TaskMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** {@code task.ignored{reason}}, if nothing moved. */
    public void decided(Decision decision) {
        if (decision instanceof Decision.Ignored i) {
            registry.counter("task.ignored", "reason", i.reason().name()).increment();
        }
    }

    /** {@code task.moves{to}}, and {@code task.latency{from,to}}: how long the task was in the state that it left. */
    void moved(TaskWork work) {
        Instant since = work.enteredAt();
        for (TaskMove move : work.moves()) {
            moved(move.to());
            if (move.from() != null && move.from() != move.to()) {
                latency(move.from(), move.to()).record(Duration.between(since, move.at()));
                since = move.at();
            }
        }
    }

    void moved(TaskState to) {
        registry.counter("task.moves", "to", to.name()).increment();
    }

    private Timer latency(TaskState from, TaskState to) {
        return latencies.computeIfAbsent(
                new Passage(from, to),
                passage -> Timer.builder("task.latency")
                        .tags("from", from.name(), "to", to.name())
                        .serviceLevelObjectives(BOUNDS)
                        .register(registry));
    }

    /** A submission that was not taken, by its problem code: {@code task.refused{code}}. */
    void refused(String code) {
        registry.counter("task.refused", "code", code).increment();
    }
}
