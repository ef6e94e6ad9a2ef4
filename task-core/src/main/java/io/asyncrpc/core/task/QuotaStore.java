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

    /**
     * Open tasks of an organisation, counted up to {@code most}. Device by device, by the index that their polls use: an
     * index of open tasks by organisation would be taken for those polls too while a partition is new and its statistics
     * are empty, and then each of them would read all that is open. The offset keeps the planner from joining otherwise.
     */
    Uni<Long> countOpen(String org, int most) {
        return pool.preparedQuery("""
                        select count(*) as open from (
                          select from device d cross join lateral
                            (select from task o where o.device_uid = d.uid and o.finished_at is null offset 0) t
                          where d.org = $1 and d.deleted_at is null limit $2) q
                        """)
                .execute(Tuple.of(org, most))
                .map(rows -> rows.iterator().next().getLong("open"));
    }
}
