package io.asyncrpc.core.task;

import static io.asyncrpc.core.task.TaskRow.utc;

import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The one statement that moves tasks: rows, history and results together, each task guarded by its revision. Columns
 * travel as arrays, so that a batch costs one round trip.
 */
final class TaskWrite {
    static final String SQL = """
            with next as (
              select * from unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::int[], $6::int[],
                $7::timestamptz[], $8::timestamptz[], $9::timestamptz[], $10::timestamptz[],
                $11::int[], $12::text[], $13::timestamptz[], $14::text[], $15::int[], $16::text[],
                $17::int[], $18::int[], $19::int[], $20::timestamptz[], $21::timestamptz[], $22::timestamptz[],
                $23::int[], $24::timestamptz[])
              as n(id, revision, state, outcome, attempt, version, pending_at, locked_at, lease_until, finished_at,
                progress_percent, progress_message, progress_at, failure_code, failure_status, failure_message,
                result_id, result_count, further_count, cancel_requested_at, cancel_deadline, backoff_until, rings, due_at)
            ), moved as (
              update task t set revision = t.revision + 1, state = n.state, outcome = n.outcome, attempt = n.attempt,
                version = n.version, pending_at = n.pending_at, locked_at = n.locked_at, lease_until = n.lease_until,
                finished_at = n.finished_at, progress_percent = n.progress_percent,
                progress_message = n.progress_message, progress_at = n.progress_at, failure_code = n.failure_code,
                failure_status = n.failure_status, failure_message = n.failure_message, result_id = n.result_id,
                result_count = n.result_count, further_count = n.further_count,
                cancel_requested_at = n.cancel_requested_at, cancel_deadline = n.cancel_deadline,
                backoff_until = n.backoff_until, rings = n.rings, due_at = n.due_at
              from next n where t.id = n.id and t.revision = n.revision
              returning t.id
            ), history as (
              insert into task_move (task_id, version, at, from_state, to_state, cause, attempt)
              select h.* from unnest($25::uuid[], $26::int[], $27::timestamptz[], $28::text[], $29::text[], $30::text[],
                $31::int[]) as h(task_id, version, at, from_state, to_state, cause, attempt)
              join moved on moved.id = h.task_id
            ), results as (
              insert into task_result (task_id, result_id, attempt, status_code, ext_id, sha256, body, received_at)
              select r.* from unnest($32::uuid[], $33::int[], $34::int[], $35::int[], $36::text[], $37::bytea[],
                $38::bytea[], $39::timestamptz[])
                as r(task_id, result_id, attempt, status_code, ext_id, sha256, body, received_at)
              join moved on moved.id = r.task_id
            )
            select id from moved
            """;

    private record Line(UUID taskId, TaskMove move) {}

    private record Kept(UUID taskId, StoredResult result) {}

    private TaskWrite() {}

    static Tuple tuple(List<TaskWork> unordered) {
        // In one order everywhere, so that two batches over the same rows wait instead of deadlocking.
        List<TaskWork> works =
                unordered.stream().sorted(Comparator.comparing(TaskWork::id)).toList();
        List<Object> columns = new ArrayList<>(39);
        addTasks(columns, works.stream().map(TaskWork::task).toList());
        addHistory(
                columns,
                works.stream()
                        .flatMap(w -> w.moves().stream().map(m -> new Line(w.id(), m)))
                        .toList());
        addResults(
                columns,
                works.stream()
                        .flatMap(w -> w.newResults().stream().map(r -> new Kept(w.id(), r)))
                        .toList());
        return Tuple.from(columns);
    }

    private static void addTasks(List<Object> c, List<Task> tasks) {
        c.add(column(tasks, UUID[]::new, t -> t.terms().id()));
        c.add(column(tasks, Integer[]::new, Task::revision));
        c.add(column(tasks, String[]::new, t -> t.state().name()));
        c.add(column(tasks, String[]::new, t -> name(t.outcome())));
        c.add(column(tasks, Integer[]::new, Task::attempt));
        c.add(column(tasks, Integer[]::new, Task::version));
        c.add(column(tasks, OffsetDateTime[]::new, t -> utc(t.pendingAt())));
        c.add(column(tasks, OffsetDateTime[]::new, t -> utc(t.lockedAt())));
        c.add(column(tasks, OffsetDateTime[]::new, t -> utc(t.leaseUntil())));
        c.add(column(tasks, OffsetDateTime[]::new, t -> utc(t.finishedAt())));
        c.add(column(tasks, Integer[]::new, t -> with(t.progress(), Progress::percent)));
        c.add(column(tasks, String[]::new, t -> with(t.progress(), Progress::message)));
        c.add(column(tasks, OffsetDateTime[]::new, t -> with(t.progress(), p -> utc(p.at()))));
        c.add(column(tasks, String[]::new, t -> with(t.failure(), f -> f.code().name())));
        c.add(column(tasks, Integer[]::new, t -> with(t.failure(), Failure::statusCode)));
        c.add(column(tasks, String[]::new, t -> with(t.failure(), Failure::message)));
        c.add(column(tasks, Integer[]::new, Task::resultId));
        c.add(column(tasks, Integer[]::new, Task::resultCount));
        c.add(column(tasks, Integer[]::new, Task::furtherCount));
        c.add(column(tasks, OffsetDateTime[]::new, t -> utc(t.cancelRequestedAt())));
        c.add(column(tasks, OffsetDateTime[]::new, t -> utc(t.cancelDeadline())));
        c.add(column(tasks, OffsetDateTime[]::new, t -> utc(t.backoffUntil())));
        c.add(column(tasks, Integer[]::new, Task::rings));
        c.add(column(tasks, OffsetDateTime[]::new, t -> utc(t.dueAt())));
    }

    private static void addHistory(List<Object> c, List<Line> lines) {
        c.add(column(lines, UUID[]::new, Line::taskId));
        c.add(column(lines, Integer[]::new, l -> l.move().version()));
        c.add(column(lines, OffsetDateTime[]::new, l -> utc(l.move().at())));
        c.add(column(lines, String[]::new, l -> name(l.move().from())));
        c.add(column(lines, String[]::new, l -> l.move().to().name()));
        c.add(column(lines, String[]::new, l -> l.move().cause().name()));
        c.add(column(lines, Integer[]::new, l -> l.move().attempt()));
    }

    private static void addResults(List<Object> c, List<Kept> kept) {
        c.add(column(kept, UUID[]::new, Kept::taskId));
        c.add(column(kept, Integer[]::new, k -> k.result().resultId()));
        c.add(column(kept, Integer[]::new, k -> k.result().attempt()));
        c.add(column(kept, Integer[]::new, k -> k.result().statusCode()));
        c.add(column(kept, String[]::new, k -> k.result().extId()));
        c.add(column(
                kept, io.vertx.core.buffer.Buffer[]::new, k -> buffer(k.result().sha256())));
        c.add(column(
                kept, io.vertx.core.buffer.Buffer[]::new, k -> buffer(k.result().body())));
        c.add(column(kept, OffsetDateTime[]::new, k -> utc(k.result().receivedAt())));
    }

    private static io.vertx.core.buffer.Buffer buffer(byte @Nullable [] bytes) {
        return Buffer.buffer(bytes == null ? new byte[0] : bytes).getDelegate();
    }

    private static <S, T extends @Nullable Object> T[] column(
            List<S> rows, IntFunction<T[]> array, Function<S, ? extends T> value) {
        return rows.stream().<T>map(value).toArray(array);
    }

    private static @Nullable String name(@Nullable Enum<?> constant) {
        return constant == null ? null : constant.name();
    }

    private static <S, T> @Nullable T with(@Nullable S part, Function<S, @Nullable T> value) {
        return part == null ? null : value.apply(part);
    }
}
