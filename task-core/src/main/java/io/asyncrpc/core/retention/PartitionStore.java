package io.asyncrpc.core.retention;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** The partitions that there are, by the database's own catalogue, and those that are made. */
@ApplicationScoped
public class PartitionStore {
    private static final String LIST = """
            select substring(bound from 'FROM \\(''([0-9a-f-]{36})''\\)')::uuid as first,
              substring(bound from 'TO \\(''([0-9a-f-]{36})''\\)')::uuid as beyond
            from (
              select pg_get_expr(c.relpartbound, c.oid) as bound
              from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = $1::text::regclass
            ) p where bound is not null order by beyond
            """;

    private final Pool pool;

    public PartitionStore(Pool pool) {
        this.pool = pool;
    }

    /** The oldest first. */
    public Uni<List<Partition>> list(Family family) {
        return list(pool, family);
    }

    private static Uni<List<Partition>> list(SqlClient client, Family family) {
        return client.preparedQuery(LIST).execute(Tuple.of(family.head())).map(rows -> {
            List<Partition> all = new ArrayList<>();
            rows.forEach(row -> all.add(partition(row)));
            return all;
        });
    }

    private static Partition partition(Row row) {
        UUID first = row.getUUID("first");
        return new Partition(
                first == null ? Instant.EPOCH : Partition.timeOf(first), Partition.timeOf(row.getUUID("beyond")));
    }

    /**
     * Makes what is missing; of several replicas one, while the others wait for it. Statements on the tables go on
     * meanwhile.
     */
    public Uni<Void> makeAhead(Family family, Duration width, int ahead, Instant now) {
        return pool.withTransaction(connection -> connection
                .query("select pg_advisory_xact_lock(hashtext('core.partitions'))")
                .execute()
                .chain(() -> list(connection, family))
                .map(all -> Partition.missing(all.getLast().until(), width, ahead, now))
                .chain(missing -> missing.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : connection.query(ddl(family, missing)).execute().replaceWithVoid()));
    }

    /** Made apart and then attached: that takes no lock which a statement on the table would wait for. */
    private static String ddl(Family family, List<Partition> missing) {
        return missing.stream()
                .flatMap(p -> family.tables().stream().map(parent ->
                        """
                        create table %1$s (like %2$s including all);
                        alter table %2$s attach partition %1$s for values from ('%3$s') to ('%4$s');
                        """.formatted(p.table(parent), parent, Partition.bound(p.from()), Partition.bound(p.until()))))
                .collect(Collectors.joining());
    }
}
