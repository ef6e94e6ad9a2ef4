package io.asyncrpc.core.task;

import static io.asyncrpc.core.task.Tasks.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.house.Api;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Database;
import io.asyncrpc.core.house.Together;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the moves of tasks read and write, on the real database. */
@QuarkusTest
class TaskStoreTest extends CoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    TaskStore tasks;

    @Inject
    Database database;

    @Inject
    InstantSource clock;

    private String device = "";

    @BeforeEach
    void aDevice() {
        device = api.device();
    }

    @Test
    void everyFieldSurvivesTheTable() {
        // Given
        TaskWork work = new TaskWork(load(api.task(device)));
        Instant now = work.task().terms().createdAt().plusSeconds(1);
        work.take(new TaskEvent.Acknowledged(), now);
        work.take(new TaskEvent.Claimed(), now);
        work.take(new TaskEvent.Progressed(40, "half \u20ac\uD83D\uDE00"), now);
        work.take(new TaskEvent.CancelRequested(false, Duration.ofSeconds(60)), now);

        // When
        assertThat(now(tasks.write(List.of(work)))).containsExactly(work.id());

        // Then
        assertThat(load(work.id().toString()))
                .usingRecursiveComparison()
                .ignoringFields("revision")
                .isEqualTo(work.task());
        assertThat(history(work)).isEqualTo("1SUBMITTED 2ACKNOWLEDGED 3CLAIMED 4PROGRESS 5CANCEL_REQUESTED");
    }

    @Test
    void finalFieldsSurviveTheTableToo() {
        // Given
        TaskWork work = new TaskWork(load(api.task(device)));
        Instant now = work.task().terms().createdAt().plusSeconds(1);
        work.take(new TaskEvent.Claimed(), now);
        work.take(result(503, 1, 30, "busy"), now);
        work.take(new TaskEvent.Claimed(), now.plusSeconds(30));
        work.take(result(500, 2, null, "broken"), now.plusSeconds(31));
        work.take(result(200, 1, null, "late"), now.plusSeconds(32));

        // When
        now(tasks.write(List.of(work)));

        // Then
        Task stored = load(work.id().toString());
        assertThat(stored)
                .usingRecursiveComparison()
                .ignoringFields("revision", "results")
                .isEqualTo(work.task());
        assertThat(stored.state()).isEqualTo(TaskState.FAILED);
        assertThat(now(tasks.loadResults(List.of(work.id()))).get(work.id()))
                .usingRecursiveComparison()
                .ignoringFields("body")
                .isEqualTo(work.task().results());
    }

    @Test
    void ofTwoWritersOneWinsAndTheOtherDecidesAgain() {
        // Given
        String id = api.task(device);
        TaskWork first = new TaskWork(load(id));
        TaskWork second = new TaskWork(load(id));
        first.take(new TaskEvent.Claimed(), clock.instant());
        second.take(new TaskEvent.CancelRequested(false, Duration.ofSeconds(60)), clock.instant());
        TaskWork other = new TaskWork(load(api.task(device)));
        other.take(new TaskEvent.Acknowledged(), clock.instant());

        // When
        var won = now(tasks.write(List.of(first)));
        var lost = now(tasks.write(List.of(second, other)));

        // Then
        assertThat(won).containsExactly(first.id());
        assertThat(lost).containsExactly(other.id());
        assertThat(load(id).state()).isEqualTo(TaskState.LOCKED);
        assertThat(history(first)).isEqualTo("1SUBMITTED 2CLAIMED");
    }

    @Test
    void manyWritersLeaveOneHistoryWithoutGaps() {
        // Given
        String id = api.task(device);

        // When
        int written = Together.all(20, i -> {
                    TaskWork work = new TaskWork(load(id));
                    work.take(result(500, null, null, "body " + i), clock.instant());
                    return now(tasks.write(List.of(work))).size();
                })
                .stream()
                .mapToInt(Integer::intValue)
                .sum();

        // Then
        Task task = load(id);
        assertThat(task.version()).isEqualTo(1 + written);
        assertThat(database.count("select count(*) from task_move where task_id = $1", UUID.fromString(id)))
                .isEqualTo(1 + written);
        assertThat(database.count("select count(*) from task_result where task_id = $1", UUID.fromString(id)))
                .isEqualTo(written);
    }

    @Test
    void batchesOverTheSameTasksDoNotBlockEachOther() {
        // Given
        List<String> ids =
                IntStream.range(0, 20).mapToObj(i -> api.task(device)).toList();

        // When
        Together.all(8, i -> {
            List<Task> loaded =
                    (i % 2 == 0 ? ids : ids.reversed()).stream().map(this::load).toList();
            List<TaskWork> works = loaded.stream().map(TaskWork::new).toList();
            works.forEach(work -> work.take(new TaskEvent.Claimed(), clock.instant()));
            return now(tasks.write(works));
        });

        // Then
        assertThat(ids).allSatisfy(id -> assertThat(load(id).attempt()).isEqualTo(1));
    }

    @Test
    void hundredEqualRequestsMakeOneTask() {
        // Given
        String key = UUID.randomUUID().toString();
        String body = "{\"deviceId\":\"" + device + "\",\"method\":\"1\"}";

        // When
        List<Response> answers = Together.all(
                100,
                i -> api.operator().header("Idempotency-Key", key).body(body).post("/api/v1/tasks"));

        // Then
        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(202));
        assertThat(answers.stream()
                        .map(answer -> Api.json(answer).path("id").asText())
                        .distinct())
                .hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.header("Idempotency-Replayed") == null)
                .hasSize(1);
        assertThat(database.count("select count(*) from task where device_id = $1", device))
                .isEqualTo(1);
    }

    @Test
    void noTaskIsLeftOpenForADeviceThatWasDeletedMeanwhile() {
        // When
        List<Integer> answers = Together.all(
                40,
                i -> i == 20
                        ? api.admin().delete("/api/v1/devices/" + device).statusCode()
                        : api.operator()
                                .body("{\"deviceId\":\"" + device + "\",\"method\":\"1\"}")
                                .post("/api/v1/tasks")
                                .statusCode());

        // Then
        long stored = answers.stream().filter(status -> status == 202).count();
        assertThat(answers).containsOnlyOnce(204).isSubsetOf(202, 204, 404);
        assertThat(database.count("select count(*) from task where device_id = $1", device))
                .isEqualTo(stored);
        assertThat(database.count("select count(*) from task where device_id = $1 and state <> 'CANCELED'", device))
                .isZero();
    }

    @Test
    void pollSeesWhatIsHeldThenByPriorityThenByAge() {
        // Given
        String low = api.submit(device, ",\"priority\":1").path("id").asText();
        String high = api.submit(device, ",\"priority\":9").path("id").asText();
        String older = api.submit(device, ",\"priority\":5").path("id").asText();
        String newer = api.submit(device, ",\"priority\":5").path("id").asText();
        String later = api.submit(
                        device,
                        ",\"priority\":9,\"notBefore\":\"" + clock.instant().plusSeconds(600) + "\"")
                .path("id")
                .asText();
        String over = api.submit(device, ",\"priority\":9").path("id").asText();
        database.age(over, Duration.ofHours(1));
        String held = api.task(device);
        TaskWork work = new TaskWork(load(held));
        work.take(new TaskEvent.Claimed(), clock.instant());
        now(tasks.write(List.of(work)));

        // Then
        assertThat(open(5)).containsExactly(held, high, older, newer, low, later);
        assertThat(open(2)).containsExactly(held, high, older);
        assertThat(open(6)).containsExactlyInAnyOrder(held, high, older, newer, low, later, over);
    }

    @Test
    void pollSeesNothingOfADeletedDeviceOrAnother() {
        // Given
        String id = api.task(device);
        String other = api.device();

        // When
        api.admin().delete("/api/v1/devices/" + device);
        api.admin().body("{}").put("/api/v1/devices/" + device);

        // Then
        assertThat(open(8)).isEmpty();
        assertThat(now(tasks.loadOpen(List.of(other), clock.instant(), 8))).isEmpty();
        assertThat(now(tasks.load(List.of(UUID.fromString(id))))).isEmpty();
    }

    @Test
    void longestOverdueComesFirst() {
        // Given
        String second = api.task(device);
        String first = api.task(device);
        String notYet = api.task(device);
        database.age(second, Duration.ofDays(400));
        database.age(first, Duration.ofDays(401));

        // When
        List<String> due = ids(now(tasks.loadDue(clock.instant().minus(Duration.ofDays(399)), 10)));

        // Then
        assertThat(due).containsExactly(first, second).doesNotContain(notYet);
        assertThat(ids(now(tasks.loadDue(clock.instant(), 1)))).containsExactly(first);
        assertThat(now(tasks.oldestDue()).orElseThrow())
                .isBefore(clock.instant().minus(Duration.ofDays(400)));
        database.age(first, Duration.ofDays(-401));
        database.age(second, Duration.ofDays(-400));
    }

    private List<String> open(int limit) {
        return ids(now(tasks.loadOpen(List.of(device), clock.instant(), limit)));
    }

    private static List<String> ids(List<Task> loaded) {
        return loaded.stream().map(task -> task.terms().id().toString()).toList();
    }

    private Task load(String id) {
        return now(tasks.load(List.of(UUID.fromString(id)))).getFirst();
    }

    private String history(TaskWork work) {
        return database.rows(
                        "select string_agg(version || cause, ' ' order by version) as h from task_move where task_id = $1",
                        work.id())
                .getFirst()
                .getString("h");
    }

    private static <T> T now(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
