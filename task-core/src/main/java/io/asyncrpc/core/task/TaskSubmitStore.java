package io.asyncrpc.core.task;

import static io.asyncrpc.core.task.TaskRow.utc;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
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
            ), promised as (
              insert into idempotency_key (org, key, fingerprint, task_id, created_at)
              select $2, $17, $18, $1, $10 from registration where $17::text is not null
              on conflict do nothing returning task_id
            ), stored as (
              insert into task (id, org, device_uid, device_id, method, priority, max_attempts, lease_s,
                attempt_timeout_s, external_id, created_at, not_before, expires_at, state, attempt, version,
                result_count, further_count, rings, due_at, revision)
              select $1, $2, uid, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14, 0, 0, $15, $16, 0
              from registration where $17::text is null or exists (select from promised)
              returning id
            ), kept as (
              insert into task_payload (task_id, payload) select id, $19 from stored where $19::bytea is not null
            ), history as (
              insert into task_move (task_id, version, at, from_state, to_state, cause, attempt)
              select id, $14, $10, null, $13, 'SUBMITTED', 0 from stored
            )
            select id from stored
            """;

    private final Pool pool;

    /** A key and what it was used for. */
    record IdempotencyKey(String key, byte[] fingerprint) {}

    TaskSubmitStore(Pool pool) {
        this.pool = pool;
    }

    /** @return whether it was stored; not, if there is no such device or the key is taken */
    Uni<Boolean> submit(Task task, byte @Nullable [] payload, @Nullable IdempotencyKey key) {
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
                payload == null ? null : Buffer.buffer(payload));
        return pool.preparedQuery(SUBMIT).execute(Tuple.from(values)).map(rows -> rows.size() > 0);
    }
}
