package io.asyncrpc.core.house;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks into the tables, and lets time pass by moving what is written there. */
@ApplicationScoped
public class Database {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Pool pool;

    Database(Pool pool) {
        this.pool = pool;
    }

    public List<Row> rows(String sql, Object... parameters) {
        List<Row> rows = new ArrayList<>();
        pool.preparedQuery(sql)
                .execute(Tuple.from(List.of(parameters)))
                .await()
                .atMost(PATIENCE)
                .forEach(rows::add);
        return rows;
    }

    /** How a statement is done whatever its parameters are: the plan that a connection keeps. */
    public List<String> plan(String sql) {
        List<String> lines = new ArrayList<>();
        pool.query("explain (generic_plan) " + sql)
                .execute()
                .await()
                .atMost(PATIENCE)
                .forEach(row -> lines.add(row.getString(0)));
        return lines;
    }

    public long count(String sql, Object... parameters) {
        return rows(sql, parameters).getFirst().getLong(0);
    }

    /** As if everything about this task had happened so much earlier. */
    public void age(String taskId, Duration by) {
        rows("""
                update task set created_at = created_at - $2, not_before = not_before - $2, expires_at = expires_at - $2,
                  pending_at = pending_at - $2, locked_at = locked_at - $2, lease_until = lease_until - $2,
                  backoff_until = backoff_until - $2, cancel_deadline = cancel_deadline - $2, due_at = due_at - $2
                where id = $1
                """.replace("$2", "interval '" + by.toSeconds() + " s'"), java.util.UUID.fromString(taskId));
    }
}
