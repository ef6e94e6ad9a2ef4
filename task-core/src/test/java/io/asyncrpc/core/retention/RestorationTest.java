package io.asyncrpc.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.OwnSchema;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the first core that starts after a restore makes of open tasks, once. */
@QuarkusTest
class RestorationTest extends CoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Vertx vertx;

    private final Instant now = Instant.now();
    private OwnSchema schema;

    @BeforeEach
    void restore() {
        schema = new OwnSchema("restoration", "latest", vertx);
        new PartitionStore(schema.pool())
                .makeAhead(Family.TASKS, Duration.ofDays(7), 3, now)
                .await()
                .atMost(PATIENCE);
    }

    @AfterEach
    void drop() {
        schema.drop();
    }

    @Test
    void leasesBeginAnewAndWhatExpiredStaysForTwoMinutes() {
        // Given: a lease of five minutes and a deadline, both over
        UUID locked = put("state = 'LOCKED', attempt = 1, lease_until = now() - interval '1 h', due_at = lease_until");
        UUID stopping = put("state = 'LOCKED', attempt = 1, lease_until = now(), due_at = now(),"
                + " cancel_requested_at = now(), cancel_deadline = now() - interval '1 h'");
        UUID expired = put("due_at = now() - interval '1 h', expires_at = now() - interval '1 h'");
        UUID waiting = put("due_at = now() - interval '1 h', expires_at = now() + interval '1 h'");

        // When
        told();

        // Then
        assertThat(seconds(locked, "lease_until")).isBetween(290.0, 300.0);
        assertThat(seconds(locked, "due_at")).isBetween(290.0, 300.0);
        assertThat(seconds(stopping, "cancel_deadline")).isBetween(50.0, 60.0);
        assertThat(seconds(stopping, "due_at")).isBetween(-10.0, 0.0);
        assertThat(seconds(expired, "due_at")).isBetween(110.0, 120.0);
        assertThat(seconds(waiting, "due_at")).isBetween(-3_620.0, -3_590.0);
        for (UUID task : new UUID[] {locked, stopping, expired, waiting}) {
            assertThat(row(task).getValue("restored_at")).isNotNull();
            assertThat(row(task).getInteger("revision")).isEqualTo(1);
        }
    }

    @Test
    void finalTasksStayAsTheyAreAndItIsDoneOnce() {
        // Given
        UUID done = OldTasks.put(schema, now, now);
        UUID open = put("state = 'NEW'");
        told();

        // When
        schema.migrate("latest");

        // Then
        assertThat(row(done).getValue("restored_at")).isNull();
        assertThat(row(done).getInteger("revision")).isZero();
        assertThat(row(open).getInteger("revision")).isEqualTo(1);
        assertThat(schema.count("restoration where taken_at is not null")).isEqualTo(1);
    }

    private UUID put(String more) {
        UUID task = OldTasks.put(schema, now, null);
        schema.rows("update task set " + more + " where id = $1", task);
        return task;
    }

    private void told() {
        schema.rows("insert into restoration default values");
        schema.migrate("latest");
    }

    private Row row(UUID task) {
        return schema.rows("select * from task where id = $1", task).getFirst();
    }

    /** How long it is until then. */
    private double seconds(UUID task, String column) {
        return schema.rows("select extract(epoch from " + column + " - now())::float8 from task where id = $1", task)
                .getFirst()
                .getDouble(0);
    }
}
