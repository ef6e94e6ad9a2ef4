package io.asyncrpc.core.task;

import static io.asyncrpc.core.task.TaskRow.utc;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** Which task a client's key made; promised for 24 h. */
@ApplicationScoped
public class IdempotencyStore {
    static final Duration KEPT = Duration.ofHours(24);
    private static final Duration PURGED_EVERY = Duration.ofMinutes(5);
    private static final int PURGED_AT_ONCE = 10_000;

    private final Pool pool;
    private final InstantSource clock;
    private volatile Instant purged = Instant.EPOCH;

    IdempotencyStore(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** What a key was used for. */
    record Use(UUID taskId, byte[] fingerprint) {
        boolean isFor(byte[] other) {
            return Arrays.equals(fingerprint, other);
        }
    }

    Uni<Optional<Use>> find(String org, String key) {
        return pool.preparedQuery("select task_id, fingerprint from idempotency_key where org = $1 and key = $2")
                .execute(Tuple.of(org, key))
                .map(rows ->
                        TaskStore.collect(
                                        rows,
                                        row -> new Use(
                                                row.getUUID("task_id"),
                                                row.getBuffer("fingerprint").getBytes()))
                                .stream()
                                .findFirst());
    }

    /** Forgets keys past their promise; does nothing most of the time. */
    public Uni<Void> purge() {
        Instant now = clock.instant();
        if (purged.plus(PURGED_EVERY).isAfter(now)) {
            return Uni.createFrom().voidItem();
        }
        purged = now;
        return purge(now.minus(KEPT));
    }

    /** By a range, since a join of the table with itself might be planned over all of it. */
    private Uni<Void> purge(Instant before) {
        return pool.preparedQuery("""
                        delete from idempotency_key where created_at <= (
                          select created_at from (
                            select created_at from idempotency_key where created_at < $1 order by created_at limit $2
                          ) first order by created_at desc limit 1)
                        """)
                .execute(Tuple.of(utc(before), PURGED_AT_ONCE))
                .chain(rows ->
                        rows.rowCount() < PURGED_AT_ONCE ? Uni.createFrom().voidItem() : purge(before));
    }
}
