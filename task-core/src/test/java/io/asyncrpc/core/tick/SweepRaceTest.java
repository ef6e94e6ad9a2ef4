package io.asyncrpc.core.tick;

import static io.asyncrpc.core.house.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Database;
import io.asyncrpc.core.house.Together;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Three sweeps at once after an hour without any: what three cores do when the scheduler is back. */
@QuarkusTest
class SweepRaceTest extends CoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OF_EACH = 334;
    private static final String TWO_DAYS = ",\"ttl\":172800";

    @Inject
    Database database;

    @Inject
    Sweep sweep;

    @Inject
    MeterRegistry metrics;

    @Test
    void eachOfThousandOverdueTasksIsDecidedOnce() {
        // Given
        String expiring = api.device();
        String leased = api.device();
        String cancelled = api.device();
        sweep.run().await().atMost(PATIENCE);
        multiply(api.task(expiring));
        multiply(claimed(leased));
        multiply(cancelRequested(claimed(cancelled)));
        List<Double> before = List.of(moves("EXPIRED"), moves("NEW"), moves("CANCELED"));

        // When
        Together.all(3, i -> sweep.run().await().atMost(PATIENCE));

        // Then
        assertThat(count(expiring, "state = 'EXPIRED' and outcome = 'KNOWN' and version = 2"))
                .isEqualTo(OF_EACH);
        assertThat(count(leased, "state = 'NEW' and attempt = 1 and version = 3"))
                .isEqualTo(OF_EACH);
        assertThat(count(cancelled, "state = 'CANCELED' and outcome = 'UNKNOWN' and version = 4"))
                .isEqualTo(OF_EACH);
        for (String device : List.of(expiring, leased, cancelled)) {
            assertThat(count(device, "version <> (select count(*) from task_move m where m.task_id = task.id)"))
                    .isZero();
        }
        assertThat(List.of(moves("EXPIRED"), moves("NEW"), moves("CANCELED")))
                .isEqualTo(before.stream().map(count -> count + OF_EACH).toList());
    }

    private String claimed(String device) {
        String task = api.submit(device, TWO_DAYS).path("id").asText();
        house().report("{\"kind\":\"claim\",\"deviceId\":\"" + device + "\",\"taskId\":\"" + task + "\"}");
        api.await(task, "LOCKED");
        return task;
    }

    private String cancelRequested(String task) {
        api.operator()
                .body("{}")
                .post("/api/v1/tasks/" + task + "/cancel")
                .then()
                .statusCode(202);
        return task;
    }

    /** Lets an hour pass for a task, and makes as many of it as there should be of each kind. */
    private void multiply(String task) {
        database.age(task, Duration.ofMinutes(61));
        database.rows("""
                with copies as (insert into task
                  select (jsonb_populate_record(t, jsonb_build_object('id',
                    left(t.id::text, 24) || right(gen_random_uuid()::text, 12)))).*
                  from task t, generate_series(2, %d) where t.id = $1 returning id)
                insert into task_move select (jsonb_populate_record(m, jsonb_build_object('task_id', c.id))).*
                from task_move m, copies c where m.task_id = $1
                """.formatted(OF_EACH), UUID.fromString(task));
    }

    private long count(String device, String condition) {
        return database.count("select count(*) from task where device_id = $1 and " + condition, device);
    }

    private double moves(String to) {
        return metrics.counter("task.moves", "to", to).count();
    }
}
