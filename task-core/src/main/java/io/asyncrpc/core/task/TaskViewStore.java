package io.asyncrpc.core.task;

import io.asyncrpc.core.database.NewestFirst;
import io.asyncrpc.core.database.SharedStatement;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What clients read of tasks; always within one organisation. */
@ApplicationScoped
class TaskViewStore {
    /** With all their results: some of them may be large. */
    private static final SharedStatement.Limits VIEWS = new SharedStatement.Limits(16, 2);

    /** Asked by those who wait for the end: a few milliseconds are nothing to them. */
    private static final SharedStatement.Limits VERSIONS = new SharedStatement.Limits(256, 2, Duration.ofMillis(5));

    /**
     * What is shown of a page's tasks. A plan that is kept does not know that few are asked for, and would rather sort all results
     * than look for fifty: so each is looked for by itself.
     */
    static final String LIST = """
            select t.*, r.* from (select %s from task t where %s) t
            left join lateral (
              select status_code, ext_id, attempt as result_attempt, received_at
              from task_result where task_id = t.id and result_id = t.result_id limit 1
            ) r on true
            order by %s
            """;

    private final Pool pool;
    private final SharedStatement<Asked, Optional<TaskView>> views;
    private final SharedStatement<Asked, Optional<TaskVersion>> versions;

    /** One page; {@code more} tells that another one follows. */
    record Page<T>(List<T> items, boolean more) {}

    /**
     * A task as one organisation may ask for it. Its row is found by its id alone: an equal sign would tempt the planner, as
     * long as a partition is new, to an index that begins with the organisation, and to read all that it has.
     */
    private record Asked(String org, UUID id) {}

    TaskViewStore(Pool pool, Vertx vertx) {
        this.pool = pool;
        this.views = new SharedStatement<>(vertx, VIEWS, this::findAll);
        this.versions = new SharedStatement<>(vertx, VERSIONS, this::versions);
    }

    Uni<Optional<TaskView>> find(String org, UUID id) {
        return views.ask(new Asked(org, id));
    }

    private Uni<Function<Asked, Optional<TaskView>>> findAll(List<Asked> asked) {
        return pool.preparedQuery("""
                        select %s, (select p.payload from task_payload p where p.task_id = t.id) as payload,
                          exists (select from connection c where c.device_id = t.device_id)
                            and (select d.deleted_at is null from device d where d.uid = t.device_uid) as connected,
                          r.*
                        from unnest($1::uuid[], $2::text[]) as i(id, org)
                          join task t on t.id = i.id and t.org is not distinct from i.org
                        left join lateral (
                          select array_agg(result_id::int order by result_id) as result_ids,
                            array_agg(attempt::int order by result_id) as result_attempts,
                            array_agg(status_code order by result_id) as result_statuses,
                            array_agg(ext_id order by result_id) as result_ext_ids,
                            array_agg(sha256 order by result_id) as result_hashes,
                            array_agg(body order by result_id) as result_bodies,
                            array_agg(received_at order by result_id) as result_times
                          from task_result where task_id = t.id
                        ) r on t.result_count > 0
                        """.formatted(TaskRow.COLUMNS))
                .execute(parameters(asked))
                .map(rows -> byAsked(rows, TaskViewStore::view));
    }

    /** How far a task is, without anything of what it holds; cheap enough to be asked every few seconds. */
    Uni<Optional<TaskVersion>> version(String org, UUID id) {
        return versions.ask(new Asked(org, id));
    }

    /** The same of many at once. */
    Uni<Function<UUID, Optional<TaskVersion>>> versions(String org, List<UUID> ids) {
        return versions(ids.stream().map(id -> new Asked(org, id)).toList())
                .map(found -> id -> found.apply(new Asked(org, id)));
    }

    private Uni<Function<Asked, Optional<TaskVersion>>> versions(List<Asked> asked) {
        return pool.preparedQuery("""
                        select t.id, t.org, t.version, t.state, t.finished_at
                        from unnest($1::uuid[], $2::text[]) as i(id, org)
                          join task t on t.id = i.id and t.org is not distinct from i.org
                        """).execute(parameters(asked)).map(rows -> byAsked(rows, TaskViewStore::version));
    }

    private static TaskVersion version(Row row) {
        OffsetDateTime finishedAt = row.getOffsetDateTime("finished_at");
        return new TaskVersion(
                row.getInteger("version"),
                TaskState.valueOf(row.getString("state")),
                finishedAt == null ? null : finishedAt.toInstant());
    }

    private static Tuple parameters(List<Asked> asked) {
        List<Asked> each = asked.stream().distinct().toList();
        return Tuple.of(
                each.stream().map(Asked::id).toArray(UUID[]::new),
                each.stream().map(Asked::org).toArray(String[]::new));
    }

    private static <T> Function<Asked, Optional<T>> byAsked(RowSet<Row> rows, Function<Row, T> read) {
        Map<Asked, T> found = new HashMap<>();
        rows.forEach(row -> found.put(new Asked(row.getString("org"), row.getUUID("id")), read.apply(row)));
        return asked -> Optional.ofNullable(found.get(asked));
    }

    private static TaskView view(Row row) {
        byte[] payload = row.getBuffer("payload") == null
                ? null
                : row.getBuffer("payload").getBytes();
        return new TaskView(TaskRow.read(row), payload, TaskRow.readResults(row), row.getBoolean("connected"));
    }

    /** Newest first, by id. */
    Uni<Page<TaskView>> list(String org, TaskQuery q) {
        NewestFirst.Page page = page(org, q);
        return pool.preparedQuery(LIST.formatted(TaskRow.COLUMNS, page.sql(), page.order()))
                .execute(Tuple.from(page.parameters()))
                .map(rows -> page(TaskStore.collect(rows, TaskViewStore::listed), q.limit()));
    }

    static NewestFirst.Page page(String org, TaskQuery q) {
        return new NewestFirst(org)
                .along("external_id", q.externalId())
                .along("device_id", q.deviceId())
                .only("state = any($%d)", states(q))
                .only("method = $%d", q.method())
                .from(firstId(q.since()))
                .until(firstId(q.until()))
                .until(q.before())
                .page(q.limit() + 1);
    }

    private static TaskView listed(Row row) {
        Task task = TaskRow.read(row);
        Integer resultId = task.resultId();
        List<StoredResult> deciding = resultId == null
                ? List.of()
                : List.of(new StoredResult(
                        resultId,
                        row.getInteger("result_attempt"),
                        row.getInteger("status_code"),
                        row.getString("ext_id"),
                        new byte[0],
                        null,
                        row.getOffsetDateTime("received_at").toInstant()));
        return new TaskView(task, null, deciding, false);
    }

    private static String @Nullable [] states(TaskQuery q) {
        return q.states().isEmpty()
                ? null
                : q.states().stream().map(TaskState::name).toArray(String[]::new);
    }

    private static @Nullable UUID firstId(@Nullable Instant at) {
        return at == null ? null : TaskId.first(at);
    }

    /** The history from the version after {@code after} on; empty if the organisation has no such task. */
    Uni<Page<TaskMove>> history(String org, UUID id, int after, int limit) {
        return pool.preparedQuery("""
                        select m.version, m.at, m.from_state, m.to_state, m.cause, m.attempt
                        from task t join task_move m on m.task_id = t.id
                        where t.id = $1 and t.org = $2 and m.version > $3 order by m.version limit $4
                        """)
                .execute(Tuple.of(id, org, after, limit + 1))
                .map(rows -> page(TaskStore.collect(rows, TaskRow::readMove), limit));
    }

    private static <T> Page<T> page(List<T> rows, int limit) {
        return rows.size() > limit ? new Page<>(rows.subList(0, limit), true) : new Page<>(rows, false);
    }
}
