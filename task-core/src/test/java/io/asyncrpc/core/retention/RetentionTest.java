package io.asyncrpc.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.OwnSchema;
import io.asyncrpc.core.house.Together;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes and what stays as time passes, on the real database, ten seconds a partition. */
@QuarkusTest
class RetentionTest extends CoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> TABLES = List.of("task", "task_payload", "task_result", "task_move");

    @Inject
    Vertx vertx;

    @Inject
    RetentionConfig installed;

    private @Nullable OwnSchema own;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private Instant start = Instant.EPOCH;
    private volatile Instant now = Instant.EPOCH;

    @BeforeEach
    void emptyTables() {
        own = new OwnSchema("retention", "latest", vertx);
        start = partitions().getFirst().until();
        pass(5);
        runner().run().await().atMost(PATIENCE);
    }

    @AfterEach
    void dropThem() {
        schema().drop();
    }

    @Test
    void finalTasksGoWithAllThatBelongsToThem() {
        // Given
        UUID old = OldTasks.put(schema(), at(3), at(9));
        UUID young = OldTasks.put(schema(), at(12), at(13));
        pass(70);

        // When
        run();

        // Then
        assertThat(TABLES).allSatisfy(table -> assertThat(schema().count(table)).isEqualTo(1));
        assertThat(schema().count("task where id = $1", young)).isEqualTo(1);
        assertThat(purged(old, young)).containsExactly(old);
        assertThat(metrics.counter("partition.dropped", "table", "task").count())
                .isEqualTo(2);
    }

    @Test
    void defaultsArePinned() {
        assertThat(installed.tasks()).isEqualTo(Duration.ofDays(30));
        assertThat(installed.events()).isEqualTo(Duration.ofDays(30));
        assertThat(installed.partitionWidth()).isEqualTo(Duration.ofDays(7));
        assertThat(installed.partitionsAhead()).isEqualTo(3);
    }

    @Test
    void nothingOpenIsEverDropped() {
        // Given
        UUID open = OldTasks.put(schema(), at(3), null);
        UUID beside = OldTasks.put(schema(), at(4), at(5));
        pass(3_000_000);

        // When
        run();

        // Then
        assertThat(schema().count("task where id in ($1, $2)", open, beside)).isEqualTo(2);
        assertThat(partitions()).contains(new Partition(at(0), at(10)));
        assertThat(purged(open, beside)).isEmpty();
    }

    @Test
    void partitionThatAnOpenTaskKeptGoesWhenItHasEndedForLongEnough() {
        // Given
        UUID open = OldTasks.put(schema(), at(3), null);
        pass(1000);
        run();
        OldTasks.finish(schema(), open, at(1000));
        pass(1059);
        run();
        long kept = schema().count("task");
        pass(1060);

        // When
        run();

        // Then
        assertThat(kept).isEqualTo(1);
        assertThat(schema().count("task")).isZero();
        assertThat(purged(open)).containsExactly(open);
    }

    @Test
    void tasksOnBothSidesOfABorderHaveTheirPlaces() {
        // When
        OldTasks.put(schema(), at(10).minusMillis(1), null);
        OldTasks.put(schema(), at(10), null);

        // Then
        assertThat(schema().count(new Partition(at(0), at(10)).table("task"))).isEqualTo(1);
        assertThat(schema().count(new Partition(at(10), at(20)).table("task"))).isEqualTo(1);
    }

    @Test
    void afterAYearWithoutUpkeepThereIsAPlaceAtOnce() {
        // Given
        pass(31_536_000);

        // When
        new PartitionStore(schema().pool())
                .makeAhead(Family.TASKS, Duration.ofSeconds(10), 3, now)
                .await()
                .atMost(PATIENCE);
        OldTasks.put(schema(), now, null);

        // Then
        assertThat(schema().count("task")).isEqualTo(1);
        assertThat(partitions()).hasSizeLessThan(12);
    }

    @Test
    void manyReplicasAtOnceMakeAndDropEachPartitionOnce() {
        // Given
        for (int second = 1; second < 30; second += 10) {
            OldTasks.put(schema(), at(second), at(second));
        }
        pass(1000);

        // When
        Together.all(6, i -> runner().run().await().atMost(PATIENCE));
        run();

        // Then
        List<Partition> left = partitions();
        assertThat(left.getFirst().until()).isAfter(at(940));
        for (int i = 1; i < left.size(); i++) {
            assertThat(left.get(i).from()).isEqualTo(left.get(i - 1).until());
        }
        assertThat(schema().rows("select * from task_purged")).hasSize(1);
        assertThat(schema().count("task")).isZero();
    }

    @Test
    void statementThatTakesLongIsNotWaitedFor() {
        // Given
        UUID old = OldTasks.put(schema(), at(3), at(9));
        pass(1000);
        SqlConnection reader = await(schema().pool().getConnection());
        await(reader.query("begin").execute());
        await(reader.query("select * from task").execute());

        // When
        long began = System.nanoTime();
        run();
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        long kept = schema().count("task where id = $1", old);
        await(reader.query("commit").execute());
        await(reader.close());
        run();

        // Then
        assertThat(kept).isEqualTo(1);
        assertThat(took).isLessThan(Duration.ofSeconds(2));
        assertThat(schema().count("task")).isZero();
    }

    @Test
    void spansThatWereDroppedAreKnownAsFewAsPossible() {
        // Given
        UUID first = OldTasks.put(schema(), at(3), at(9));
        UUID keeper = OldTasks.put(schema(), at(13), null);
        UUID last = OldTasks.put(schema(), at(23), at(29));
        pass(500);
        run();
        int apart = schema().rows("select * from task_purged").size();
        OldTasks.finish(schema(), keeper, at(500));
        pass(600);

        // When
        run();

        // Then
        assertThat(apart).isEqualTo(2);
        assertThat(schema().rows("select * from task_purged")).hasSize(1);
        assertThat(purged(first, keeper, last, OldTasks.id(now), UUID.randomUUID()))
                .containsExactlyInAnyOrder(first, keeper, last);
    }

    @Test
    void eventsGoByTheirOwnTimeAndTheirKeysAfterThem() {
        // Given
        for (int second : new int[] {3, 13}) {
            schema().rows(
                            "insert into device_event values ($1, 'org', $1, 'old', '7', '1', now(), now(), '1')",
                            OldTasks.id(at(second)));
            schema().rows(
                            "insert into device_event_seen values ($1, '1', '', $2)",
                            UUID.randomUUID(),
                            at(second).atOffset(java.time.ZoneOffset.UTC));
        }
        pass(129);
        run();
        long kept = schema().count("device_event");
        pass(130);

        // When
        run();

        // Then
        assertThat(kept).isEqualTo(2);
        assertThat(schema().count("device_event")).isEqualTo(1);
        assertThat(schema().count("device_event_seen")).isEqualTo(1);
        assertThat(schema().rows("select * from task_purged")).hasSize(1);
    }

    @Test
    void plannerHearsOfAPartitionThatWasBegun() {
        // Given
        PartitionStore store = new PartitionStore(schema().pool());
        String table = new Partition(at(0), at(10)).table("task_move");
        schema().rows(
                        "insert into task_move select ((left($1::text, 24) || lpad(n::text, 12, '0'))::uuid), 1, now(),"
                                + " null, 'NEW', 'SUBMITTED', 0 from generate_series(1, 5000) n",
                        OldTasks.id(at(3)).toString());

        // When
        await(store.analyzeOutgrown(List.of(Family.TASKS)));

        // Then
        assertThat(schema().rows("select reltuples::int from pg_class where oid = $1::text::regclass", table)
                        .getFirst()
                        .getInteger(0))
                .isEqualTo(5000);
    }

    private Set<UUID> purged(UUID... ids) {
        return await(new PurgeStore(schema().pool()).purgedAmong(List.of(ids)));
    }

    private List<Partition> partitions() {
        return await(new PartitionStore(schema().pool()).list(Family.TASKS));
    }

    private void run() {
        await(runner().run());
    }

    private RetentionRunner runner() {
        RetentionConfig config = new RetentionConfig() {
            @Override
            public Duration tasks() {
                return Duration.ofSeconds(60);
            }

            @Override
            public Duration events() {
                return Duration.ofSeconds(120);
            }

            @Override
            public Duration partitionWidth() {
                return Duration.ofSeconds(10);
            }

            @Override
            public int partitionsAhead() {
                return 3;
            }
        };
        return new RetentionRunner(
                new PartitionStore(schema().pool()),
                new PurgeStore(schema().pool()),
                config,
                new RetentionMetrics(() -> now, metrics),
                () -> now);
    }

    private OwnSchema schema() {
        return java.util.Objects.requireNonNull(own);
    }

    private void pass(long seconds) {
        now = at(seconds);
    }

    private Instant at(long seconds) {
        return start.plusSeconds(seconds);
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }
}
