package io.asyncrpc.core.task;

import static io.asyncrpc.core.task.Tasks.at;
import static io.asyncrpc.core.task.Tasks.event;
import static io.asyncrpc.core.task.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TaskMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TaskMetrics metrics = new TaskMetrics(registry);

    @Test
    void movesOfOneBatchAreTimedStateByState() {
        // Given
        TaskWork work = new TaskWork(task("new"));
        work.take(event("ack"), at(2));
        work.take(event("req"), at(5));
        work.take(event("prg"), at(6));
        work.take(event("res 200"), at(9));

        // When
        metrics.moved(work);

        // Then
        assertThat(seconds("NEW", "PENDING")).isEqualTo(2);
        assertThat(seconds("PENDING", "LOCKED")).isEqualTo(3);
        assertThat(seconds("LOCKED", "DONE")).isEqualTo(4);
        assertThat(registry.get("task.moves").tag("to", "LOCKED").counter().count())
                .as("the claim and the progress")
                .isEqualTo(2);
    }

    @Test
    void waitForAMomentIsNoLatency() {
        // Given
        TaskWork work = new TaskWork(task("later"));
        work.take(event("req"), at(601));

        // When
        metrics.moved(work);

        // Then
        assertThat(seconds("NEW", "LOCKED")).isEqualTo(1);
    }

    private double seconds(String from, String to) {
        return registry.get("task.latency").tags("from", from, "to", to).timer().totalTime(TimeUnit.SECONDS);
    }
}
