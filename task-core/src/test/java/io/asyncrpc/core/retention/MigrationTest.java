package io.asyncrpc.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.OwnSchema;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An installation of the first version keeps what it has. */
@QuarkusTest
class MigrationTest extends CoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Vertx vertx;

    @Test
    void tasksOfTheFirstVersionLieInTheFirstPartition() {
        // Given
        OwnSchema schema = new OwnSchema("migration", "1", vertx);
        Instant now = Instant.now();
        UUID old = OldTasks.put(schema, now.minus(Duration.ofDays(400)), now);
        UUID young = OldTasks.put(schema, now, null);

        // When
        schema.migrate("latest");

        // Then
        PartitionStore store = new PartitionStore(schema.pool());
        List<Partition> partitions = store.list(Family.TASKS).await().atMost(PATIENCE);
        assertThat(partitions).hasSize(1);
        assertThat(partitions.getFirst().from()).isEqualTo(Instant.EPOCH);
        assertThat(partitions.getFirst().until()).isBetween(now, now.plus(Duration.ofDays(7)));
        for (String table : Family.TASKS.tables()) {
            assertThat(schema.count(table)).as(table).isEqualTo(2);
        }
        assertThat(schema.count("task where id in ($1, $2)", old, young)).isEqualTo(2);

        // When
        store.makeAhead(Family.TASKS, Duration.ofDays(1), 3, now).await().atMost(PATIENCE);
        OldTasks.put(schema, now.plus(Duration.ofDays(2)), null);

        // Then
        assertThat(schema.count("task")).isEqualTo(3);
        schema.drop();
    }
}
