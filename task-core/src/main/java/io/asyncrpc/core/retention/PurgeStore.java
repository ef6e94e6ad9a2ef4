package io.asyncrpc.core.retention;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What goes for good, and what is still known of it. */
@ApplicationScoped
public class PurgeStore {
    /** How long statements on the tables may stand behind a drop that waits for a longer one; then it is left for next time. */
    private static final String LOCK_TIMEOUT = "50ms";

    private static final int FORGOTTEN_AT_ONCE = 10_000;

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String UNDEFINED_TABLE = "42P01";

    private final Pool pool;

    public PurgeStore(Pool pool) {
        this.pool = pool;
    }

    /** Whether a task in there is open. */
    public Uni<Boolean> holdsOpen(Partition partition) {
        return holdsOpen(pool, partition);
    }

    private static Uni<Boolean> holdsOpen(SqlClient client, Partition partition) {
        return bool(
                client,
                "select exists (select from %s where finished_at is null)"
                        .formatted(partition.table(Family.TASKS.head())),
                Tuple.tuple());
    }

    /** When the last task in there ended; empty if there is none. Reads all of them. */
    public Uni<Optional<Instant>> lastFinished(Partition partition) {
        return pool.query("select max(finished_at) as last from " + partition.table(Family.TASKS.head()))
                .execute()
                .map(rows -> Optional.ofNullable(rows.iterator().next().getOffsetDateTime("last"))
                        .map(OffsetDateTime::toInstant));
    }

    /**
     * Drops a partition as a whole, if it is still there and no task in it is open, which is looked at again under the lock.
     *
     * @return whether it went; not, when another replica is at it, or was a moment ago, or a statement holds the tables for long
     */
    public Uni<Boolean> drop(Family family, Partition partition) {
        return pool.withTransaction(connection -> connection
                        .query("set local lock_timeout = '" + LOCK_TIMEOUT + "'")
                        .execute()
                        .chain(() -> isOurs(connection, family, partition))
                        .chain(ours -> ours ? dropLocked(connection, family, partition) : no()))
                .onFailure(failure -> isInUse(failure) || isGone(failure))
                .recoverWithItem(false);
    }

    private static Uni<Boolean> isOurs(SqlConnection connection, Family family, Partition partition) {
        return bool(connection, "select pg_try_advisory_xact_lock(hashtext('core.purge'))", Tuple.tuple())
                .chain(locked -> locked
                        ? bool(
                                connection,
                                "select to_regclass($1) is not null",
                                Tuple.of(partition.table(family.head())))
                        : no());
    }

    /** The first table first, as every statement on several of them does. */
    private static Uni<Boolean> dropLocked(SqlConnection connection, Family family, Partition partition) {
        String parents = String.join(", ", family.tables());
        return connection
                .query("lock table only " + parents.replace(", ", ", only ") + " in access exclusive mode")
                .execute()
                .chain(() -> family == Family.TASKS ? holdsOpen(connection, partition) : no())
                .chain(open ->
                        open ? no() : dropNow(connection, family, partition).replaceWith(true));
    }

    private static Uni<Void> dropNow(SqlConnection connection, Family family, Partition partition) {
        String tables = family.tables().stream().map(partition::table).collect(Collectors.joining(", "));
        return connection
                .query("drop table " + tables)
                .execute()
                .chain(() -> family == Family.TASKS
                        ? remember(connection, partition)
                        : Uni.createFrom().voidItem());
    }

    /** One span with its neighbours, so that there are never more of them than partitions that stay. */
    private static Uni<Void> remember(SqlConnection connection, Partition partition) {
        return connection
                .preparedQuery("""
                        with neighbours as (
                          delete from task_purged where made_until = $1 or made_from = $2 returning made_from, made_until
                        )
                        insert into task_purged (made_from, made_until)
                        select least($1, min(made_from)), greatest($2, max(made_until)) from neighbours
                        """)
                .execute(Tuple.of(utc(partition.from()), utc(partition.until())))
                .replaceWithVoid();
    }

    /**
     * The keys of events that are gone: from then on one of them would be new. In pieces, until none is left; by ranges,
     * since a join of the table with itself might be planned over all of it.
     */
    public Uni<Void> forgetEvents(Instant before) {
        return pool.preparedQuery("""
                        delete from device_event_seen where seen_at <= (
                          select seen_at from (
                            select seen_at from device_event_seen where seen_at < $1 order by seen_at limit $2
                          ) first order by seen_at desc limit 1)
                        """)
                .execute(Tuple.of(utc(before), FORGOTTEN_AT_ONCE))
                .chain(rows ->
                        rows.rowCount() < FORGOTTEN_AT_ONCE ? Uni.createFrom().voidItem() : forgetEvents(before));
    }

    /** Those of these ids, unknown today, that may have been tasks which are purged now. */
    public Uni<Set<UUID>> purgedAmong(Collection<UUID> unknown) {
        List<UUID> ids = unknown.stream().filter(id -> id.version() == 7).toList();
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        return pool.preparedQuery("""
                        select i.id from unnest($1::uuid[], $2::timestamptz[]) as i(id, made)
                        where exists (select from task_purged p where p.made_from <= i.made and i.made < p.made_until)
                        """)
                .execute(Tuple.of(
                        ids.toArray(UUID[]::new),
                        ids.stream().map(Partition::timeOf).map(PurgeStore::utc).toArray(OffsetDateTime[]::new)))
                .map(rows -> {
                    List<UUID> purged = new ArrayList<>();
                    rows.forEach(row -> purged.add(row.getUUID("id")));
                    return Set.copyOf(purged);
                });
    }

    private static Uni<Boolean> bool(SqlClient client, String sql, Tuple parameters) {
        return client.preparedQuery(sql)
                .execute(parameters)
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    private static Uni<Boolean> no() {
        return Uni.createFrom().item(false);
    }

    private static boolean isInUse(Throwable failure) {
        return failure instanceof PgException e && LOCK_NOT_AVAILABLE.equals(e.getSqlState());
    }

    /** Another replica dropped it in this moment. */
    static boolean isGone(Throwable failure) {
        return failure instanceof PgException e && UNDEFINED_TABLE.equals(e.getSqlState());
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
