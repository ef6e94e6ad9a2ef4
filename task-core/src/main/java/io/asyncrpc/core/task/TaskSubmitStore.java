package io.asyncrpc.core.task;

import static io.asyncrpc.core.task.TaskRow.utc;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores new tasks: the row, its payload, the first line of its history and its idempotency key in one statement. */
@ApplicationScoped
class TaskSubmitStore {
    /**
     * The key share lock waits for a deletion of the device under way and then sees it, so that no task is made for a
     * device that is gone. A key that is taken makes nothing.
     */
    private static final String SUBMIT = """
            with registration as (
              select uid from device where org = $2 and device_id = $3 and deleted_at is null for key share
            ), place as (
              select uid, (select count(*) from (select from task o where o.device_uid = uid and o.priority >= $5
                  and CLAIMABLE limit MOST_RINGING) before) < MOST_RINGING as free,
                (select count(*) from (select from task o where o.device_uid = uid and o.finished_at is null
                  limit $21) open) >= $21 as crowded
              from registration
            ), promised as (
              insert into idempotency_key (org, key, fingerprint, task_id, created_at)
              select $2, $17, $18, $1, $10 from place where $17::text is not null and not crowded
              on conflict (org, key) do update
                set fingerprint = excluded.fingerprint, task_id = excluded.task_id, created_at = excluded.created_at
                where idempotency_key.created_at < $10 - interval 'KEPT s'
              returning task_id
            ), stored as (
              insert into task (id, org, device_uid, device_id, method, priority, max_attempts, lease_s,
                attempt_timeout_s, external_id, created_at, not_before, expires_at, state, attempt, version,
                result_count, further_count, rings, due_at, revision)
              select $1, $2, uid, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14, 0, 0, case when free then $15::int else 0 end,
                case when free then $16::timestamptz else $20::timestamptz end, 0
              from place where not crowded and ($17::text is null or exists (select from promised))
              returning id, rings
            ), kept as (
              insert into task_payload (task_id, payload) select id, $19 from stored where $19::bytea is not null
            ), history as (
              insert into task_move (task_id, version, at, from_state, to_state, cause, attempt)
              select id, $14, $10, null, $13, 'SUBMITTED', 0 from stored
            )
            select crowded, rings, exists (select from connection c where c.device_id = $3) as connected
            from place left join stored on true
            """.replace("CLAIMABLE", RingStore.claimableAt("$10"))
            .replace("KEPT", Long.toString(IdempotencyStore.KEPT.toSeconds()))
            .replace("MOST_RINGING", Integer.toString(RingStore.MOST_RINGING));

    private final Pool pool;
    private final int mostOpen;

    /** A key and what it was used for. */
    record IdempotencyKey(String key, byte[] fingerprint) {}

    /** What became of it. */
    sealed interface Submitted {
        /** @param deviceConnected by the broker's last word, so that the answer needs no look at what was just stored */
        record Stored(Task task, boolean deviceConnected) implements Submitted {}

        /** The device has as many open tasks as it may have; whether the key is taken is not looked at. */
        record Full() implements Submitted {}

        /** There is no such device, or the key is taken. */
        record NotStored() implements Submitted {}
    }

    TaskSubmitStore(Pool pool, QuotaConfig config) {
        this.pool = pool;
        this.mostOpen = config.openTasksPerDevice();
    }

    /** Stores a task as one that rings, or as one that is silent if as many as ring at a time come before it. */
    Uni<Submitted> submit(Task task, Task queued, byte @Nullable [] payload, @Nullable IdempotencyKey key) {
        TaskTerms t = task.terms();
        List<@Nullable Object> values = Arrays.asList(
                t.id(),
                t.org(),
                t.deviceId(),
                t.method(),
                t.priority(),
                t.maxAttempts(),
                (int) t.lease().toSeconds(),
                (int) t.attemptTimeout().toSeconds(),
                t.externalId(),
                utc(t.createdAt()),
                utc(t.notBefore()),
                utc(t.expiresAt()),
                task.state().name(),
                task.version(),
                task.rings(),
                utc(task.dueAt()),
                key == null ? null : key.key(),
                key == null ? null : Buffer.buffer(key.fingerprint()),
                payload == null ? null : Buffer.buffer(payload),
                utc(queued.dueAt()),
                mostOpen);
        return pool.preparedQuery(SUBMIT)
                .execute(Tuple.from(values))
                .map(rows -> TaskStore.collect(rows, row -> submitted(row, task, queued)).stream()
                        .findFirst()
                        .orElseGet(Submitted.NotStored::new));
    }

    private static Submitted submitted(Row row, Task task, Task queued) {
        Integer rings = row.getInteger("rings");
        if (rings != null) {
            return new Submitted.Stored(rings == task.rings() ? task : queued, row.getBoolean("connected"));
        }
        return row.getBoolean("crowded") ? new Submitted.Full() : new Submitted.NotStored();
    }
}
