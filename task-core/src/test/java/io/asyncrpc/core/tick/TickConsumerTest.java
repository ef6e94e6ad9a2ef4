package io.asyncrpc.core.tick;

import static io.asyncrpc.core.Contracts.extended;
import static io.asyncrpc.core.Contracts.golden;
import static io.asyncrpc.core.house.House.house;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Database;
import io.asyncrpc.core.house.Waiting;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What time alone does, at the scheduler's call over the real broker. */
@QuarkusTest
class TickConsumerTest extends CoreTest {
    @Inject
    Database database;

    @Inject
    TickConsumer consumer;

    private String device = "";
    private String task = "";

    @BeforeEach
    void aTask() {
        device = api.device();
        task = api.task(device);
        house().word(device, "doorbell");
    }

    @Test
    void taskPastItsDeadlineExpires() {
        // Given
        database.age(task, Duration.ofSeconds(3600));

        // When
        JsonNode expired = ticked("EXPIRED");

        // Then
        assertThat(expired.path("outcome").asText()).isEqualTo("KNOWN");
        assertThat(expired.path("finishedAt").isNull()).isFalse();
        assertThat(house().count(device, "doorbell")).isZero();
    }

    @Test
    void doorbellIsRungAgain() {
        // Given
        database.age(task, Duration.ofSeconds(6));

        // When
        house().tick();

        // Then
        JsonNode doorbell = house().word(device, "doorbell");
        assertThat(doorbell.at("/task/id").asText()).isEqualTo(task);
        assertThat(Instant.parse(doorbell.path("until").asText()))
                .isAfter(Instant.now().plusSeconds(5));
        assertThat(api.get(task).path("version").asInt()).isEqualTo(1);
    }

    @Test
    void lostLeaseIsTakenBackAndRung() {
        // Given
        house().report("{\"kind\":\"claim\",\"deviceId\":\"" + device + "\",\"taskId\":\"" + task + "\"}");
        api.await(task, "LOCKED");
        database.age(task, Duration.ofSeconds(300));

        // When
        JsonNode reopened = ticked("NEW");

        // Then
        assertThat(reopened.at("/failure/code").asText()).isEqualTo("LEASE_EXPIRED");
        assertThat(reopened.path("attempt").asInt()).isEqualTo(1);
        assertThat(house().word(device, "doorbell").at("/task/id").asText()).isEqualTo(task);
    }

    @Test
    void wishToStopIsSaidUntilItsDeadline() {
        // Given
        house().report("{\"kind\":\"claim\",\"deviceId\":\"" + device + "\",\"taskId\":\"" + task + "\"}");
        api.await(task, "LOCKED");
        api.operator()
                .body("{\"deadline\":30}")
                .post("/api/v1/tasks/" + task + "/cancel")
                .then()
                .statusCode(202);
        JsonNode first = house().word(device, "cancel");
        database.age(task, Duration.ofSeconds(11));

        // When
        house().tick();
        JsonNode second = house().word(device, "cancel");
        database.age(task, Duration.ofSeconds(20));
        JsonNode canceled = ticked("CANCELED");

        // Then
        assertThat(first.path("taskId").asText())
                .isEqualTo(task)
                .isEqualTo(second.path("taskId").asText());
        assertThat(canceled.path("outcome").asText()).isEqualTo("UNKNOWN");
    }

    @Test
    void manyOverdueTasksAreAllDone() {
        // Given
        List<String> tasks = Stream.generate(() -> api.task(device)).limit(30).toList();
        database.rows(
                "insert into task select (left(id::text, 24) || right(gen_random_uuid()::text, 12))::uuid, org, device_uid, device_id, method, priority, max_attempts, "
                        + "lease_s, attempt_timeout_s, external_id, created_at, not_before, now() - interval '1 s', state, outcome, "
                        + "attempt, version, pending_at, locked_at, lease_until, finished_at, progress_percent, progress_message, "
                        + "progress_at, failure_code, failure_status, failure_message, result_id, result_count, further_count, "
                        + "cancel_requested_at, cancel_deadline, backoff_until, rings, now() - interval '1 s', revision "
                        + "from task cross join generate_series(1, 40) where device_id = $1",
                device);

        // When
        house().tick();

        // Then
        Waiting.until(
                "all are expired",
                () -> database.count("select count(*) from task where device_id = $1 and state = 'EXPIRED'", device)
                        == 40 * (tasks.size() + 1));
    }

    @Test
    void ticksThatNobodyCanReadAreLeftAlone() {
        // Given
        database.age(task, Duration.ofSeconds(3600));

        // When
        for (String tick :
                new String[] {"", "[", "null", "{\"v\":2,\"items\":[{\"kind\":\"sweep\"}]}", "[".repeat(100_000)}) {
            house().say("core.ticks", tick.getBytes(UTF_8), "application/json");
        }

        // Then
        ticked("EXPIRED");
    }

    @Test
    void goldenExampleIsRead() throws IOException {
        assertThat(consumer.isSweep(golden("tick.v1.json"))).isTrue();
        assertThat(consumer.isSweep(extended("tick.v1.json"))).isTrue();
        for (String other : new String[] {
            "",
            "null",
            "[]",
            "{}",
            "{\"v\":1}",
            "{\"v\":1,\"items\":[]}",
            "{\"v\":1,\"items\":[{\"kind\":\"fire\"}]}",
            "{\"v\":2,\"items\":[{\"kind\":\"sweep\"}]}",
            "{\"v\":1,\"items\":7}"
        }) {
            assertThat(consumer.isSweep(other.getBytes(UTF_8))).as(other).isFalse();
        }
    }

    private JsonNode ticked(String state) {
        house().tick();
        return api.await(task, state);
    }
}
