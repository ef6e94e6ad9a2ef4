package io.asyncrpc.core.task;

import static io.asyncrpc.core.task.TaskRow.utc;

import io.asyncrpc.core.audit.DeedStore;
import io.asyncrpc.core.caller.Actor;
import io.asyncrpc.core.database.DataFault;
import io.asyncrpc.core.database.SharedStatement;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Stores new tasks: the row, its payload, the first line of its history and its idempotency key in one statement, together
 * with others that are submitted at the same time.
 */
@ApplicationScoped
class TaskSubmitStore {
    /**
     * The key share lock waits for a deletion of the device under way and then sees it, so that no task is made for a
     * device that is gone. A key that is taken makes nothing. Locks are taken in one order: first of the devices by name, then of
     * the keys. Most of what it costs is the same for one task as for many, so it has a pace. Each device is looked up by
     * itself, as a join was planned as a read of all devices.
     */
    private static final String SUBMIT = """
            with asked as (
              select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int[], $6::int[], $7::int[], $8::int[],
                $9::text[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::text[], $14::int[], $15::int[],
                $16::timestamptz[], $17::timestamptz[], $18::text[], $19::bytea[], $23::text[], $24::bytea[])
              as a(id, org, device_id, method, priority, max_attempts, lease_s, attempt_timeout_s, external_id, created_at,
                not_before, expires_at, state, version, rings, due_at, silent_due_at, key, fingerprint, actor, trace)
            ), registration as (
              select a.*, d.uid from (select * from asked order by org, device_id) a cross join lateral (
                select d.uid from device d where d.org = a.org and d.device_id = a.device_id and d.deleted_at is null
                limit 1 for key share) d
            ), place as (
              select r.*, (select count(*) from (select from task o where o.id < $25 and o.device_uid = r.uid and o.priority >= r.priority
                  and CLAIMABLE limit MOST_RINGING) before) < MOST_RINGING as free,
                (select count(*) from (select from task o where o.id < $25 and o.device_uid = r.uid
                  and o.finished_at is null limit $20) open) >= $20 as crowded
              from registration r
            ), promised as (
              insert into idempotency_key (org, key, fingerprint, task_id, created_at)
              select org, key, fingerprint, id, created_at from place where key is not null and not crowded order by org, key
              on conflict (org, key) do update
                set fingerprint = excluded.fingerprint, task_id = excluded.task_id, created_at = excluded.created_at
                where idempotency_key.created_at < excluded.created_at - interval 'KEPT s'
              returning task_id
            ), stored as (
              insert into task (id, org, device_uid, device_id, method, priority, max_attempts, lease_s,
                attempt_timeout_s, external_id, created_at, not_before, expires_at, state, attempt, version,
                result_count, further_count, rings, due_at, revision, trace)
              select id, org, uid, device_id, method, priority, max_attempts, lease_s, attempt_timeout_s, external_id,
                created_at, not_before, expires_at, state, 0, version, 0, 0, case when free then rings else 0 end,
                case when free then due_at else silent_due_at end, 0, trace
              from place p where not crowded and (key is null or exists (select from promised where task_id = p.id))
              returning id, rings, version, created_at, state
            ), kept as (
              insert into task_payload (task_id, payload)
              select id, payload from unnest($21::uuid[], $22::bytea[]) as b(id, payload) join stored using (id)
            ), history as (
              insert into task_move (task_id, version, at, from_state, to_state, cause, attempt)
              select id, version, created_at, null, state, 'SUBMITTED', 0 from stored
            ), audited as (
              insert into AUDIT
              select p.id, p.created_at, p.org, p.actor, 'TASK_SUBMITTED', p.id::text, p.device_id || ' ' || p.method
              from place p where exists (select from stored s where s.id = p.id)
            )
            select p.id, crowded, s.rings, exists (select from connection c where c.device_id = p.device_id) as connected
            from place p left join stored s on s.id = p.id
            """.replace("CLAIMABLE", RingStore.claimableAt("r.created_at"))
            .replace("AUDIT", DeedStore.TABLE)
            .replace("KEPT", Long.toString(IdempotencyStore.KEPT.toSeconds()))
            .replace("MOST_RINGING", Integer.toString(RingStore.MOST_RINGING));

    private static final SharedStatement.Limits LIMITS = new SharedStatement.Limits(64, 2, Duration.ofMillis(8));

    /** No task is from later than this, by the clock of another core: partitions that begin after it are not looked into. */
    private static final Duration AHEAD = Duration.ofHours(1);

    private final Pool pool;
    private final int mostOpen;
    private final SharedStatement<Wish, Submitted> shared;

    /** A task as it would be if it rings, and if it is silent; and what comes with it. */
    private record Wish(
            Task task,
            Task queued,
            byte @Nullable [] payload,
            @Nullable IdempotencyKey key,
            Actor actor) {
        TaskTerms terms() {
            return task.terms();
        }

        /** Who is counted, and what is promised once: two of them in one statement would not see each other. */
        Set<?> own() {
            return key == null
                    ? Set.of(List.of(terms().org(), terms().deviceId()))
                    : Set.of(List.of(terms().org(), terms().deviceId()), List.of(terms().org(), key.key(), "key"));
        }
    }

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

    TaskSubmitStore(Pool pool, QuotaConfig config, Vertx vertx) {
        this.pool = pool;
        this.mostOpen = config.openTasksPerDevice();
        this.shared = new SharedStatement<>(vertx, LIMITS, Wish::own, this::submit);
    }

    /** Stores a task as one that rings, or as one that is silent if as many as ring at a time come before it. */
    Uni<Submitted> submit(
            Task task, Task queued, byte @Nullable [] payload, @Nullable IdempotencyKey key, Actor actor) {
        Wish wish = new Wish(task, queued, payload, key, actor);
        // What cannot be stored makes all of its statement fail; then each is tried alone.
        return shared.ask(wish)
                .onFailure(DataFault::isIn)
                .recoverWithUni(() -> submit(List.of(wish)).map(answers -> answers.apply(wish)));
    }

    private Uni<Function<Wish, Submitted>> submit(List<Wish> wishes) {
        return pool.preparedQuery(SUBMIT).execute(Tuple.from(columns(wishes))).map(rows -> {
            Map<UUID, Row> found = new HashMap<>();
            rows.forEach(row -> found.put(row.getUUID("id"), row));
            return wish -> submitted(found.get(wish.terms().id()), wish);
        });
    }

    private List<Object> columns(List<Wish> wishes) {
        List<Wish> loaded = wishes.stream().filter(w -> w.payload != null).toList();
        return List.<Object>of(
                column(wishes, UUID[]::new, w -> w.terms().id()),
                column(wishes, String[]::new, w -> w.terms().org()),
                column(wishes, String[]::new, w -> w.terms().deviceId()),
                column(wishes, String[]::new, w -> w.terms().method()),
                column(wishes, Integer[]::new, w -> w.terms().priority()),
                column(wishes, Integer[]::new, w -> w.terms().maxAttempts()),
                column(wishes, Integer[]::new, w -> (int) w.terms().lease().toSeconds()),
                column(wishes, Integer[]::new, w ->
                        (int) w.terms().attemptTimeout().toSeconds()),
                column(wishes, String[]::new, w -> w.terms().externalId()),
                column(wishes, OffsetDateTime[]::new, w -> utc(w.terms().createdAt())),
                column(wishes, OffsetDateTime[]::new, w -> utc(w.terms().notBefore())),
                column(wishes, OffsetDateTime[]::new, w -> utc(w.terms().expiresAt())),
                column(wishes, String[]::new, w -> w.task.state().name()),
                column(wishes, Integer[]::new, w -> w.task.version()),
                column(wishes, Integer[]::new, w -> w.task.rings()),
                column(wishes, OffsetDateTime[]::new, w -> utc(w.task.dueAt())),
                column(wishes, OffsetDateTime[]::new, w -> utc(w.queued.dueAt())),
                column(wishes, String[]::new, w -> w.key == null ? null : w.key.key()),
                column(wishes, Buffer[]::new, w -> w.key == null ? null : Buffer.buffer(w.key.fingerprint())),
                mostOpen,
                column(loaded, UUID[]::new, w -> w.terms().id()),
                column(loaded, Buffer[]::new, w -> Buffer.buffer(Objects.requireNonNull(w.payload))),
                column(wishes, String[]::new, w -> w.actor.name()),
                column(wishes, Buffer[]::new, w -> TaskRow.trace(w.terms().trace())),
                TaskId.first(newest(wishes).plus(AHEAD)));
    }

    private static Instant newest(List<Wish> wishes) {
        return wishes.stream()
                .map(wish -> wish.terms().createdAt())
                .max(Instant::compareTo)
                .orElseThrow();
    }

    private static <T extends @Nullable Object> T[] column(
            List<Wish> wishes, IntFunction<T[]> array, Function<Wish, T> value) {
        return wishes.stream().map(value).toArray(array);
    }

    private static Submitted submitted(@Nullable Row row, Wish wish) {
        if (row == null) {
            return new Submitted.NotStored();
        }
        Integer rings = row.getInteger("rings");
        if (rings != null) {
            return new Submitted.Stored(
                    rings == wish.task.rings() ? wish.task : wish.queued, row.getBoolean("connected"));
        }
        return row.getBoolean("crowded") ? new Submitted.Full() : new Submitted.NotStored();
    }
}
