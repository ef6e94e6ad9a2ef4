package io.asyncrpc.core.task;

import static io.asyncrpc.core.task.TaskRow.utc;

import io.asyncrpc.core.audit.Deed;
import io.asyncrpc.core.audit.DeedStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * What the moves of tasks read and write. Each method is one statement; no rule is in it but which rows are looked at.
 *
 * <p>Plans are generic (ADR 0009). Ids come by {@code unnest}, so that each looks into its own partition alone (ADR 0006).
 */
@ApplicationScoped
public class TaskStore {
    private final Pool pool;
    private final TaskFeed feed;
    private final TaskMetrics metrics;

    TaskStore(Pool pool, TaskFeed feed, TaskMetrics metrics) {
        this.pool = pool;
        this.feed = feed;
        this.metrics = metrics;
    }

    /** Tasks by id, as far as they exist and their registration was not deleted. */
    public Uni<List<Task>> load(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return tasks("""
                select %s from unnest((select $1::uuid[])) as i(id) join task t on t.id = i.id
                  join device d on d.uid = t.device_uid
                where d.deleted_at is null
                """, distinct(ids));
    }

    /** A task of an organisation, whatever became of its device. */
    public Uni<List<Task>> load(String org, UUID id) {
        return tasks("select %s from task t where t.id = $1 and t.org = $2", Tuple.of(id, org));
    }

    /** What each device may be handed: what it holds first, then by priority, then oldest; at most {@code limit} each. */
    public Uni<List<Task>> loadOpen(Collection<String> deviceIds, Instant now, int limit) {
        if (deviceIds.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return tasks("""
                select %s from unnest((select $1::text[])) as i(name) join device d on d.device_id = i.name
                cross join lateral (
                  (select * from task where device_uid = d.uid and finished_at is null and state = 'LOCKED'
                   order by locked_at limit (select $3::int))
                  union all
                  (select * from task where device_uid = d.uid and finished_at is null and state <> 'LOCKED'
                   order by (expires_at <= $2 or coalesce(not_before, $2) > $2 or coalesce(backoff_until, $2) > $2),
                     priority desc, id limit (select $3::int))
                ) t where d.deleted_at is null
                """, Tuple.of(deviceIds.stream().distinct().toArray(String[]::new), utc(now), limit));
    }

    /** Tasks whose time has come, the longest overdue first. */
    public Uni<List<Task>> loadDue(Instant now, int limit) {
        return tasks(
                "select %s from task t where t.due_at <= $1 order by t.due_at limit $2", Tuple.of(utc(now), limit));
    }

    /** Since when the longest overdue task is, or will be, due. */
    public Uni<Optional<Instant>> oldestDue() {
        return pool.query("select due_at from task where due_at is not null order by due_at limit 1")
                .execute()
                .map(rows -> collect(
                                rows, row -> row.getOffsetDateTime("due_at").toInstant())
                        .stream()
                        .findFirst());
    }

    /** The results kept of these tasks, bodies left out. */
    public Uni<Map<UUID, List<StoredResult>>> loadResults(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return pool.preparedQuery("""
                        select task_id, result_id, attempt, status_code, ext_id, sha256, received_at
                        from unnest((select $1::uuid[])) as i(id) join task_result on task_id = i.id
                        order by task_id, result_id
                        """).execute(distinct(ids)).map(TaskStore::resultsByTask);
    }

    /** The payloads of these tasks, as far as they have one: JSON text, byte for byte. */
    public Uni<Map<UUID, byte[]>> loadPayloads(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return pool.preparedQuery("""
                        select task_id, payload
                        from unnest((select $1::uuid[])) as i(id) join task_payload on task_id = i.id
                        """).execute(distinct(ids)).map(rows -> {
            Map<UUID, byte[]> payloads = new HashMap<>();
            rows.forEach(row -> payloads.put(
                    row.getUUID("task_id"), row.getBuffer("payload").getBytes()));
            return payloads;
        });
    }

    /**
     * Writes what changed, each task only if nobody wrote it since it was loaded, and tells the feed so.
     *
     * @return the ids that were written; the others are to be loaded and decided again
     */
    public Uni<Set<UUID>> write(Collection<TaskWork> works) {
        return write(pool, works).invoke(won -> committed(written(works, won)));
    }

    /** The same for one task that changed, and who wanted it; of that nothing is written if the task was not. */
    Uni<Set<UUID>> write(TaskWork work, Deed deed) {
        return pool.withTransaction(connection -> write(connection, List.of(work))
                        .call(won -> won.isEmpty() ? Uni.createFrom().voidItem() : DeedStore.add(connection, deed)))
                .invoke(won -> committed(written(List.of(work), won)));
    }

    public static List<TaskWork> written(Collection<TaskWork> works, Set<UUID> won) {
        return works.stream().filter(work -> won.contains(work.id())).toList();
    }

    /** Counts what is true from now on, and tells it to whoever waits outside. */
    public void committed(Collection<TaskWork> written) {
        written.forEach(metrics::moved);
        feed.tell(written.stream().flatMap(work -> work.news().stream()).toList());
    }

    /** The same within the caller's transaction, who says {@link #committed} after it. */
    public Uni<Set<UUID>> write(SqlClient client, Collection<TaskWork> works) {
        List<TaskWork> changed = works.stream().filter(TaskWork::isChanged).toList();
        if (changed.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        return client.preparedQuery(TaskWrite.SQL)
                .execute(TaskWrite.tuple(changed))
                .map(rows -> collect(rows, row -> row.getUUID("id")))
                .map(HashSet::new);
    }

    /** Open tasks of a registration, for the transaction that ends it. */
    public Uni<List<Task>> loadOpen(SqlClient client, UUID deviceUid) {
        return tasks(
                client,
                "select %s from task t where t.device_uid = $1 and t.finished_at is null order by t.id for update",
                Tuple.of(deviceUid));
    }

    private Uni<List<Task>> tasks(String sql, Tuple parameters) {
        return tasks(pool, sql, parameters);
    }

    private static Uni<List<Task>> tasks(SqlClient client, String sql, Tuple parameters) {
        return client.preparedQuery(sql.formatted(TaskRow.COLUMNS))
                .execute(parameters)
                .map(rows -> collect(rows, TaskRow::read));
    }

    private static Tuple distinct(Collection<UUID> ids) {
        return Tuple.of(ids.stream().distinct().toArray(UUID[]::new));
    }

    private static Map<UUID, List<StoredResult>> resultsByTask(RowSet<Row> rows) {
        Map<UUID, List<StoredResult>> results = new HashMap<>();
        rows.forEach(row -> results.computeIfAbsent(row.getUUID("task_id"), id -> new ArrayList<>())
                .add(TaskRow.readResult(row)));
        return results;
    }

    static <T> List<T> collect(RowSet<Row> rows, Function<Row, T> read) {
        List<T> all = new ArrayList<>(rows.size());
        rows.forEach(row -> all.add(read.apply(row)));
        return all;
    }
}
