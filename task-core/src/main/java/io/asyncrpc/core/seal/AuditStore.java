package io.asyncrpc.core.seal;

import io.asyncrpc.core.task.TaskId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the log, what is sealed and what is not yet, as one. */
@ApplicationScoped
class AuditStore {
    private final Pool pool;

    AuditStore(Pool pool) {
        this.pool = pool;
    }

    /** Newest first; one more than the limit if there are more. */
    Uni<List<AuditItem>> list(String org, AuditQuery q) {
        List<Object> values = new ArrayList<>(List.of(org));
        StringBuilder where = new StringBuilder("org = $1");
        add(where, values, "action = $%d", q.action());
        add(where, values, "actor = $%d", q.actor());
        add(where, values, "target = $%d", q.target());
        add(where, values, "id >= $%d", q.since() == null ? null : TaskId.first(q.since()));
        add(where, values, "id < $%d", q.until() == null ? null : TaskId.first(q.until()));
        add(where, values, "id < $%d", q.before());
        values.add(q.limit() + 1);
        return pool.preparedQuery("""
                        (select id, at, actor, action, target, detail, number from audit_entry where WHERE order by id desc limit MOST)
                        union all
                        (select id, at, actor, action, target, detail, null from audit_new where WHERE order by id desc limit MOST)
                        order by id desc limit MOST
                        """.replace("WHERE", where).replace("MOST", "$" + values.size()))
                .execute(Tuple.from(values))
                .map(rows -> {
                    List<AuditItem> items = new ArrayList<>(rows.size());
                    rows.forEach(row -> items.add(read(row)));
                    return items;
                });
    }

    private static AuditItem read(Row row) {
        return new AuditItem(
                row.getUUID("id"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("actor"),
                row.getString("action"),
                row.getString("target"),
                row.getString("detail"),
                row.getLong("number"));
    }

    private static void add(StringBuilder where, List<Object> values, String condition, @Nullable Object value) {
        if (value != null) {
            values.add(value);
            where.append(" and ").append(condition.formatted(values.size()));
        }
    }
}
