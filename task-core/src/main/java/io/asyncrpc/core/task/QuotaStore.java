package io.asyncrpc.core.task;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts open tasks. */
@ApplicationScoped
class QuotaStore {
    private final Pool pool;

    QuotaStore(Pool pool) {
        this.pool = pool;
    }

    /** Open tasks of an organisation, counted up to {@code most}. */
    Uni<Long> countOpen(String org, int most) {
        return pool.preparedQuery("""
                        select count(*) as open from
                          (select from task where org = $1 and finished_at is null limit $2) q
                        """)
                .execute(Tuple.of(org, most))
                .map(rows -> rows.iterator().next().getLong("open"));
    }
}
