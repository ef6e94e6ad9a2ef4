package io.asyncrpc.core.task;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.caller.Actor;
import io.asyncrpc.core.database.DataFault;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Together;
import io.asyncrpc.core.task.TaskSubmitStore.IdempotencyKey;
import io.asyncrpc.core.task.TaskSubmitStore.Submitted;
import io.asyncrpc.core.trace.TraceParent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Submissions that come at the same time and are stored by one statement, on the real database. */
@QuarkusTest
class TaskSubmitTest extends CoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MANY = 60;
    private static final TraceParent TRACE =
            new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);

    @Inject
    TaskSubmitStore submissions;

    @Inject
    TaskStore tasks;

    @Test
    void eachOfManyHasItsOwnRowPayloadAndHistory() {
        // Given
        List<String> devices = IntStream.range(0, 6).mapToObj(i -> api.device()).toList();
        List<Task> wanted = IntStream.range(0, MANY)
                .mapToObj(i -> task(devices.get(i % 6), i % 10, "number " + i))
                .toList();

        // When
        List<Submitted> stored = Together.all(MANY, i -> submit(wanted.get(i), payload(i), null));

        // Then
        List<UUID> ids = wanted.stream().map(task -> task.terms().id()).toList();
        Map<UUID, byte[]> payloads = tasks.loadPayloads(ids).await().atMost(PATIENCE);
        for (int i = 0; i < MANY; i++) {
            TaskTerms terms = wanted.get(i).terms();
            Task row = tasks.load(List.of(terms.id())).await().atMost(PATIENCE).getFirst();
            assertThat(stored.get(i)).isInstanceOf(Submitted.Stored.class);
            assertThat(row.terms()).isEqualTo(terms);
            assertThat(row.version()).isEqualTo(1);
            if (payload(i) == null) {
                assertThat(payloads).doesNotContainKey(terms.id());
            } else {
                assertThat(payloads.get(terms.id())).isEqualTo(payload(i));
            }
            assertThat(api.viewer()
                            .get("/api/v1/tasks/" + terms.id() + "/history")
                            .jsonPath()
                            .getList("items.cause"))
                    .isEqualTo(List.of("SUBMITTED"));
        }
    }

    @Test
    void whatIsNotToBeStoredHoldsUpNobody() {
        // Given
        String device = api.device();
        IdempotencyKey key = new IdempotencyKey("key", new byte[] {1});

        // When
        List<Submitted> answers = Together.all(MANY, i -> switch (i % 3) {
            case 0 -> submit(task("nobody-" + i, 0, null), null, null);
            case 1 -> submit(task(device, 0, null), null, key);
            default -> submit(task(device, 0, null), null, null);
        });

        // Then
        assertThat(count(answers, 0)).as("no such device").isZero();
        assertThat(count(answers, 1)).as("one key").isEqualTo(1);
        assertThat(count(answers, 2)).isEqualTo(MANY / 3);
    }

    @Test
    void whatTheDatabaseRefusesMakesOnlyItsOwnSubmissionFail() {
        // Given
        List<String> devices =
                IntStream.range(0, 20).mapToObj(i -> api.device()).toList();

        // When
        List<Object> answers = Together.all(MANY, i -> {
            try {
                return submit(task(devices.get(i % 20), 0, i % 10 == 3 ? "zero \0 byte" : "good"), null, null);
            } catch (RuntimeException e) {
                return e;
            }
        });

        // Then
        for (int i = 0; i < MANY; i++) {
            if (i % 10 == 3) {
                assertThat(answers.get(i))
                        .isInstanceOfSatisfying(
                                RuntimeException.class,
                                e -> assertThat(DataFault.isIn(e)).isTrue());
            } else {
                assertThat(answers.get(i)).isInstanceOf(Submitted.Stored.class);
            }
        }
    }

    private static long count(List<Submitted> answers, int rest) {
        return IntStream.range(0, answers.size())
                .filter(i -> i % 3 == rest && answers.get(i) instanceof Submitted.Stored)
                .count();
    }

    private static byte @Nullable [] payload(int i) {
        return i % 4 == 0 ? null : ("payload " + i).getBytes(UTF_8);
    }

    private Submitted submit(Task task, byte @Nullable [] payload, @Nullable IdempotencyKey key) {
        return submissions
                .submit(task, task, payload, key, new Actor("test", Optional.empty()))
                .await()
                .atMost(PATIENCE);
    }

    private Task task(String device, int priority, @Nullable String externalId) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return Task.submitted(
                new TaskTerms(
                                TaskId.next(now),
                                api.org(),
                                device,
                                "17",
                                priority,
                                3,
                                Duration.ofSeconds(300),
                                Duration.ofSeconds(600),
                                externalId,
                                now,
                                null,
                                now.plusSeconds(3600))
                        .within(priority % 2 == 0 ? TRACE : null),
                now);
    }
}
