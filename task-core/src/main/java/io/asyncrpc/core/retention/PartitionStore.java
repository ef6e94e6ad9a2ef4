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
    /** Read once a row: the bound of one that another replica drops in this moment is gone when it is read again. */
    private static final String LIST = """
            with bounds as materialized (
              select pg_get_expr(c.relpartbound, c.oid) as bound
              from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = $1::text::regclass
            )
            select substring(bound from 'FROM \\(''([0-9a-f-]{36})''\\)')::uuid as first,
              substring(bound from 'TO \\(''([0-9a-f-]{36})''\\)')::uuid as beyond
            from bounds where bound is not null order by beyond
            """;

    /** What has grown to eight times of what the planner knows, while it is small: later that is autovacuum's work. */
    private static final String OUTGROWN = """
            with parts as materialized (
              select c.oid, c.relpages from pg_inherits i join pg_class c on c.oid = i.inhrelid
              where i.inhparent = any($1::text[]::regclass[])
            )
            select oid::regclass::text as name from parts
            where pg_relation_size(oid) between 8 * 8192 * greatest(relpages, 1) and 128 * 1024 * 1024
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

    /**
     * Tells the planner about partitions that were just begun. A plan that was made while one was empty reads all of it for
     * each id; it would stay until autovacuum looks, which it does once a minute.
     */
    public Uni<Void> analyzeOutgrown(List<Family> families) {
        String[] parents =
                families.stream().flatMap(family -> family.tables().stream()).toArray(String[]::new);
        return pool.preparedQuery(OUTGROWN)
                .execute(Tuple.of(parents))
                .map(rows -> {
                    List<String> names = new ArrayList<>();
                    rows.forEach(row -> names.add(row.getString("name")));
                    return String.join(", ", names);
                })
                .chain(names -> names.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : pool.query("analyze " + names).execute().replaceWithVoid());
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
