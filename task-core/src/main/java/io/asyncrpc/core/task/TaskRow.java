package io.asyncrpc.core.task;

import io.asyncrpc.core.trace.TraceParent;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A task between its columns and its record. */
final class TaskRow {
    /** All columns of a task, of the alias {@code t}. */
    static final String COLUMNS = """
            t.id, t.org, t.device_id, t.method, t.priority, t.max_attempts, t.lease_s, t.attempt_timeout_s, t.external_id,
            t.created_at, t.not_before, t.expires_at, t.state, t.outcome, t.attempt, t.version, t.pending_at, t.locked_at,
            t.lease_until, t.finished_at, t.progress_percent, t.progress_message, t.progress_at, t.failure_code,
            t.failure_status, t.failure_message, t.result_id, t.result_count, t.further_count, t.cancel_requested_at,
            t.cancel_deadline, t.backoff_until, t.rings, t.due_at, t.revision, t.restored_at, t.trace
            """;

    private static final int TRACE_DIGITS = 32;

    private TaskRow() {}

    static Task read(Row row) {
        return new Task(
                terms(row),
                TaskState.valueOf(row.getString("state")),
                outcome(row.getString("outcome")),
                row.getInteger("attempt"),
                row.getInteger("version"),
                at(row, "pending_at"),
                at(row, "locked_at"),
                at(row, "lease_until"),
                at(row, "finished_at"),
                progress(row),
                failure(row),
                row.getInteger("result_id"),
                row.getInteger("result_count"),
                row.getInteger("further_count"),
                List.of(),
                at(row, "cancel_requested_at"),
                at(row, "cancel_deadline"),
                at(row, "backoff_until"),
                row.getInteger("rings"),
                at(row, "due_at"),
                row.getInteger("revision"),
                at(row, "restored_at"));
    }

    private static TaskTerms terms(Row row) {
        return new TaskTerms(
                row.getUUID("id"),
                row.getString("org"),
                row.getString("device_id"),
                row.getString("method"),
                row.getInteger("priority"),
                row.getInteger("max_attempts"),
                Duration.ofSeconds(row.getInteger("lease_s")),
                Duration.ofSeconds(row.getInteger("attempt_timeout_s")),
                row.getString("external_id"),
                row.getOffsetDateTime("created_at").toInstant(),
                at(row, "not_before"),
                row.getOffsetDateTime("expires_at").toInstant(),
                trace(row.getBuffer("trace")));
    }

    /** Sixteen bytes of trace and eight of span; a trace that nobody records is not kept. */
    private static @Nullable TraceParent trace(io.vertx.mutiny.core.buffer.@Nullable Buffer kept) {
        if (kept == null) {
            return null;
        }
        String digits = HexFormat.of().formatHex(kept.getBytes());
        return new TraceParent(digits.substring(0, TRACE_DIGITS), digits.substring(TRACE_DIGITS), true);
    }

    static @Nullable Buffer trace(@Nullable TraceParent trace) {
        return trace == null ? null : Buffer.buffer(HexFormat.of().parseHex(trace.traceId() + trace.spanId()));
    }

    /** A result without its body. */
    static StoredResult readResult(Row row) {
        return new StoredResult(
                row.getInteger("result_id"),
                row.getInteger("attempt"),
                row.getInteger("status_code"),
                row.getString("ext_id"),
                row.getBuffer("sha256").getBytes(),
                null,
                row.getOffsetDateTime("received_at").toInstant());
    }

    /** All results of a task, whose columns were gathered into arrays. */
    static List<StoredResult> readResults(Row row) {
        Integer[] ids = row.getArrayOfIntegers("result_ids");
        if (ids == null) {
            return List.of();
        }
        Integer[] attempts = row.getArrayOfIntegers("result_attempts");
        Integer[] statuses = row.getArrayOfIntegers("result_statuses");
        String[] extIds = row.getArrayOfStrings("result_ext_ids");
        Buffer[] hashes = row.getDelegate().getArrayOfBuffers("result_hashes");
        Buffer[] bodies = row.getDelegate().getArrayOfBuffers("result_bodies");
        OffsetDateTime[] times = row.getArrayOfOffsetDateTimes("result_times");
        return IntStream.range(0, ids.length)
                .mapToObj(i -> new StoredResult(
                        ids[i],
                        attempts[i],
                        statuses[i],
                        extIds[i],
                        hashes[i].getBytes(),
                        bodies[i].getBytes(),
                        times[i].toInstant()))
                .toList();
    }

    static TaskMove readMove(Row row) {
        String from = row.getString("from_state");
        return new TaskMove(
                row.getInteger("version"),
                row.getOffsetDateTime("at").toInstant(),
                from == null ? null : TaskState.valueOf(from),
                TaskState.valueOf(row.getString("to_state")),
                Cause.valueOf(row.getString("cause")),
                row.getInteger("attempt"));
    }

    private static @Nullable Outcome outcome(@Nullable String name) {
        return name == null ? null : Outcome.valueOf(name);
    }

    private static @Nullable Progress progress(Row row) {
        Instant at = at(row, "progress_at");
        return at == null
                ? null
                : new Progress(row.getInteger("progress_percent"), row.getString("progress_message"), at);
    }

    private static @Nullable Failure failure(Row row) {
        String code = row.getString("failure_code");
        return code == null
                ? null
                : new Failure(
                        Failure.Code.valueOf(code), row.getInteger("failure_status"), row.getString("failure_message"));
    }

    private static @Nullable Instant at(Row row, String column) {
        OffsetDateTime at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }

    static @Nullable OffsetDateTime utc(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }
}
