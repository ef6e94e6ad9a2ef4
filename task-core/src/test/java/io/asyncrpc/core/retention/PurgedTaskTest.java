package io.asyncrpc.core.retention;

import static io.asyncrpc.core.house.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Database;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A device and a client come back to a task that is no longer kept, over the real broker and HTTP. */
@QuarkusTest
class PurgedTaskTest extends CoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant LONG_AGO = Instant.parse("2024-03-01T10:00:00Z");

    @Inject
    Database database;

    @Inject
    PartitionStore partitions;

    @Inject
    PurgeStore purges;

    @Test
    void resultOfAPurgedTaskIsCommittedAndTheClientIsToldThatItIsGone() {
        // Given
        String device = api.device();
        UUID task = madeLongAgo(api.task(device));
        api.viewer().get("/api/v1/tasks/" + task).then().statusCode(200);
        Partition first = partitions.list(Family.TASKS).await().atMost(PATIENCE).getFirst();
        assertThat(first.until()).isAfter(LONG_AGO);

        // When
        boolean dropped = purges.drop(Family.TASKS, first).await().atMost(PATIENCE);
        house().report(
                        result(device, task),
                        result(device, UUID.randomUUID()),
                        result(device, OldTasks.id(Instant.now())));

        // Then
        assertThat(dropped).isTrue();
        JsonNode committed = house().word(device, "committed");
        assertThat(committed.path("taskId").asText()).isEqualTo(task.toString());
        assertThat(committed.path("resultId").asInt()).isZero();
        assertThat(committed.path("extId").asText()).isEqualTo("7");
        assertThat(house().word(device, "refused").path("status").asInt()).isEqualTo(404);
        assertThat(house().word(device, "refused").path("status").asInt()).isEqualTo(404);
        api.viewer().get("/api/v1/tasks/" + task).then().statusCode(404);
        api.viewer().get("/api/v1/tasks/" + task + "/history").then().statusCode(404);
        api.operator().post("/api/v1/tasks/" + task + "/cancel").then().statusCode(404);

        // When
        house().report(
                        "{\"kind\":\"claim\",\"deviceId\":\"" + device + "\",\"taskId\":\"" + task + "\"}",
                        "{\"kind\":\"acknowledged\",\"deviceId\":\"" + device + "\",\"taskId\":\"" + task + "\"}");

        // Then
        assertThat(house().word(device, "refused").path("taskId").asText()).isEqualTo(task.toString());
        assertThat(house().word(device, "refused").path("taskId").asText()).isEqualTo(task.toString());
    }

    /** A final copy of a task in the first partition, which has no other. */
    private UUID madeLongAgo(String task) {
        UUID id = OldTasks.id(LONG_AGO);
        database.rows("""
                with copied as (select (jsonb_populate_record(t, jsonb_build_object('id', $1::text, 'state', 'DONE',
                  'finished_at', now(), 'due_at', null))).* from task t where id = $2)
                insert into task select * from copied
                """, id.toString(), UUID.fromString(task));
        database.rows(
                "insert into task_move select $1, version, at, from_state, to_state, cause, attempt"
                        + " from task_move where task_id = $2",
                id,
                UUID.fromString(task));
        return id;
    }

    private static String result(String device, UUID task) {
        return "{\"kind\":\"result\",\"deviceId\":\"" + device + "\",\"at\":\"" + Instant.now() + "\",\"taskId\":\""
                + task + "\",\"statusCode\":200,\"extId\":\"7\",\"attempt\":null,\"retryAfter\":null,\"body\":\"{}\"}";
    }
}
