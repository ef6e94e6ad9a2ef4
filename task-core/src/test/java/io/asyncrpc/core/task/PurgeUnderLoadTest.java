package io.asyncrpc.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.caller.Actor;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.OwnSchema;
import io.asyncrpc.core.house.Together;
import io.asyncrpc.core.retention.Family;
import io.asyncrpc.core.retention.OldTasks;
import io.asyncrpc.core.retention.Partition;
import io.asyncrpc.core.retention.PartitionStore;
import io.asyncrpc.core.retention.PurgeStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Old partitions go while tasks are submitted, claimed and ended: nobody fails and nothing young is touched. */
@QuarkusTest
class PurgeUnderLoadTest extends CoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int PARTITIONS = 12;

    @Inject
    Vertx vertx;

    @Inject
    QuotaConfig quota;

    private @Nullable OwnSchema own;

    @BeforeEach
    void emptyTables() {
        own = new OwnSchema("purge_load", "latest", vertx);
    }

    private OwnSchema schema() {
        return Objects.requireNonNull(own);
    }

    @AfterEach
    void dropIt() {
        schema().drop();
    }

    @Test
    void purgeAndTheHotPathDoNotHurtEachOther() {
        // Given
        PartitionStore partitions = new PartitionStore(schema().pool());
        Instant first = await(partitions.list(Family.TASKS)).getFirst().until();
        for (int i = 1; i <= PARTITIONS; i++) {
            await(partitions.makeAhead(Family.TASKS, Duration.ofSeconds(10), 1, first.plusSeconds(10L * i - 15)));
            OldTasks.put(schema(), first.plusSeconds(10L * i - 9), Instant.now());
        }
        await(partitions.makeAhead(Family.TASKS, Duration.ofDays(1), 2, Instant.now()));
        List<Partition> old = await(partitions.list(Family.TASKS)).stream()
                .limit(PARTITIONS + 1)
                .toList();
        AtomicBoolean over = new AtomicBoolean();

        // When
        List<Integer> done = Together.all(4, i -> i == 0 ? purge(old, over) : work(over));

        // Then
        int ended = done.stream().skip(1).mapToInt(n -> n).sum();
        assertThat(done.getFirst()).isEqualTo(PARTITIONS + 1);
        assertThat(schema().count("task where state = 'DONE'")).isEqualTo(ended);
        assertThat(schema().count("task_move")).isEqualTo(3L * ended);
        assertThat(schema().count("task_result")).isEqualTo(ended);
    }

    private int purge(List<Partition> old, AtomicBoolean over) {
        PurgeStore purges = new PurgeStore(schema().pool());
        long dropped = old.stream()
                .filter(partition -> IntStream.range(0, 200).anyMatch(i -> await(purges.drop(Family.TASKS, partition))))
                .count();
        over.set(true);
        return (int) dropped;
    }

    /** A task from its submission to its end, again and again. */
    private int work(AtomicBoolean over) {
        TaskStore tasks = new TaskStore(schema().pool(), changed -> {}, new TaskMetrics(new SimpleMeterRegistry()));
        TaskSubmitStore submissions = new TaskSubmitStore(schema().pool(), quota, vertx.getDelegate());
        int ended = 0;
        while (!over.get() || ended < 5) {
            Instant now = Instant.now();
            Task task = Task.submitted(terms(now), now);
            assertThat(await(submissions.submit(
                            task, task, new byte[] {(byte) 0x31}, null, new Actor("test", Optional.empty()))))
                    .isInstanceOf(TaskSubmitStore.Submitted.Stored.class);
            for (TaskEvent event : List.of(new TaskEvent.Claimed(), Tasks.result(200, 1, null, "done"))) {
                TaskWork work = new TaskWork(
                        await(tasks.load(List.of(task.terms().id()))).getFirst());
                work.take(event, now);
                assertThat(await(tasks.write(List.of(work)))).hasSize(1);
            }
            ended++;
        }
        return ended;
    }

    private static TaskTerms terms(Instant now) {
        UUID id = TaskId.next(now);
        TaskTerms t = Tasks.terms();
        return new TaskTerms(
                id, "org", "old", "17", 0, 3, t.lease(), t.attemptTimeout(), null, now, null, now.plusSeconds(3600));
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }
}
