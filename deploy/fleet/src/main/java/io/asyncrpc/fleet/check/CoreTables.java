package io.asyncrpc.fleet.check;

import io.asyncrpc.fleet.check.StoredTask.Mark;
import io.asyncrpc.fleet.check.StoredTask.Move;
import io.asyncrpc.fleet.check.StoredTask.Result;
import io.asyncrpc.fleet.check.StoredTask.Terms;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the core's tables, a span of task ids at a time; restricted to the organisations of the run. */
final class CoreTables {
    private static final int ROWS_AT_ONCE = 2_000;
    private static final Pattern MARK = Pattern.compile("\\A\\{\"run\":\"([^\"]*)\",\"c\":(\\d+)");

    private final Connection connection;
    private final List<String> orgs;

    /** What is done with each row. */
    @FunctionalInterface
    interface Rows {
        void take(ResultSet row) throws SQLException;
    }

    CoreTables(Connection connection, List<String> orgs) {
        this.connection = connection;
        this.orgs = orgs;
    }

    /** The id of every n-th task from that one on. */
    List<String> everyNth(int n, String from) throws SQLException {
        List<String> ids = new ArrayList<>();
        select("""
                select id::text from (select id, row_number() over (order by id) as place from task
                  where org = any(?) and id >= ?::uuid) numbered
                where place % ? = 0 order by id
                """, row -> ids.add(row.getString(1)), orgs(), from, n);
        return ids;
    }

    /** @param until exclusive */
    Map<String, StoredTask> tasks(String from, String until) throws SQLException {
        Map<String, StoredTask> tasks = new LinkedHashMap<>();
        select("""
                select t.*, substring(p.payload from 1 for 200) as mark,
                  micros(created_at) as created, micros(not_before) as opens, micros(expires_at) as expires,
                  finished_at is null and coalesce(lease_until, expires_at) < now() - interval '2 minutes' as overdue
                from task t left join task_payload p on p.task_id = t.id
                where t.org = any(?) and t.id >= ?::uuid and t.id < ?::uuid
                """, row -> tasks.put(row.getString("id"), task(row)), orgs(), from, until);
        select("""
                select m.*, micros(at) as moment from task_move m where task_id >= ?::uuid and task_id < ?::uuid
                order by task_id, version
                """, row -> add(tasks, row, (task, r) -> task.moves().add(move(r))), from, until);
        select("""
                select r.*, encode(substring(sha256 from 1 for 8), 'hex') as sha from task_result r
                where task_id >= ?::uuid and task_id < ?::uuid order by task_id, result_id
                """, row -> add(tasks, row, (task, r) -> task.results().add(result(r))), from, until);
        return tasks;
    }

    /** Of devices: what the house tells of one has no number. */
    void events(Rows rows) throws SQLException {
        select("""
                select id::text, device_id, dev_event_id from device_event
                where org = any(?) and dev_event_id is not null
                """, rows, orgs());
    }

    void keys(Rows rows) throws SQLException {
        select("""
                select org, key, task_id::text, encode(substring(fingerprint from 1 for 8), 'hex') as body
                from idempotency_key where org = any(?)
                """, rows, orgs());
    }

    private interface Part {
        void add(StoredTask task, ResultSet row) throws SQLException;
    }

    /** Tasks of other organisations lie between ours. */
    private static void add(Map<String, StoredTask> tasks, ResultSet row, Part part) throws SQLException {
        StoredTask task = tasks.get(row.getString("task_id"));
        if (task != null) {
            part.add(task, row);
        }
    }

    private void select(String sql, Rows rows, Object... parameters) throws SQLException {
        String whole = sql.replaceAll("micros\\((\\w+)\\)", "(extract(epoch from $1) * 1000000)::bigint");
        try (PreparedStatement statement = connection.prepareStatement(whole)) {
            statement.setFetchSize(ROWS_AT_ONCE);
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    rows.take(found);
                }
            }
        }
    }

    private Object orgs() throws SQLException {
        return connection.createArrayOf("text", orgs.toArray());
    }

    private static StoredTask task(ResultSet row) throws SQLException {
        return new StoredTask(
                row.getString("id"),
                row.getString("org"),
                row.getString("device_id"),
                new Terms(
                        row.getInt("max_attempts"),
                        row.getLong("lease_s") * 1_000_000,
                        row.getLong("attempt_timeout_s") * 1_000_000,
                        row.getLong("created"),
                        row.getObject("opens", Long.class),
                        row.getLong("expires")),
                row.getString("state"),
                row.getString("outcome"),
                row.getInt("attempt"),
                row.getInt("version"),
                row.getString("failure_code"),
                row.getObject("failure_status", Integer.class),
                row.getObject("result_id", Integer.class),
                row.getInt("result_count"),
                row.getInt("further_count"),
                row.getObject("lease_until") != null,
                row.getBoolean("overdue"),
                row.getObject("finished_at") != null,
                mark(row.getBytes("mark")),
                List.of(),
                List.of());
    }

    private static @Nullable Mark mark(byte @Nullable [] payload) {
        Matcher mark = MARK.matcher(payload == null ? "" : new String(payload, StandardCharsets.ISO_8859_1));
        return mark.find() ? new Mark(mark.group(1), Long.parseLong(mark.group(2))) : null;
    }

    private static Move move(ResultSet row) throws SQLException {
        return new Move(
                row.getInt("version"),
                row.getLong("moment"),
                row.getString("from_state"),
                row.getString("to_state"),
                row.getString("cause"),
                row.getInt("attempt"));
    }

    private static Result result(ResultSet row) throws SQLException {
        return new Result(
                row.getInt("result_id"),
                row.getInt("attempt"),
                row.getInt("status_code"),
                row.getString("ext_id"),
                row.getString("sha"));
    }
}
