package io.asyncrpc.core.seal;

import io.asyncrpc.core.audit.Action;
import io.asyncrpc.core.audit.Deed;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Seals in one transaction, one at a time whoever else would. */
@ApplicationScoped
class SealStore {
    /** Deeds of one seal. */
    static final int MOST = 5_000;

    private static final String MINE =
            "select pg_try_advisory_xact_lock(hashtext(current_schema() || '.audit_seal')) as mine";
    private static final String LAST =
            "select number, sealed_at, first_entry, last_entry, hash from audit_seal order by number desc limit 1";

    /** A range, since it is one pass whatever the plan; a join of the table with itself was quadratic when it was planned on an empty one. */
    static final String TAKE = """
            delete from audit_new where id <= (
              select id from (select id from audit_new order by id limit $1) first order by id desc limit 1)
            returning id, at, org, actor, action, target, detail
            """;

    private static final String SEAL =
            "insert into audit_seal (number, sealed_at, first_entry, last_entry, hash) values ($1, $2, $3, $4, $5)";
    private static final String ENTRIES = """
            insert into audit_entry (number, seal, id, at, org, actor, action, target, detail)
            select $1::bigint + place - 1, $2, id, at, org, actor, action, target, detail
            from unnest($3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
              with ordinality as e(id, at, org, actor, action, target, detail, place)
            """;

    private final Pool pool;
    private final InstantSource clock;

    SealStore(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** @return how many deeds were sealed; 0 also while another replica does it */
    Uni<Integer> seal() {
        return pool.withTransaction(connection -> connection
                .query(MINE)
                .execute()
                .chain(rows -> rows.iterator().next().getBoolean("mine")
                        ? sealNow(connection)
                        : Uni.createFrom().item(0)));
    }

    private Uni<Integer> sealNow(SqlConnection connection) {
        return connection
                .query(LAST)
                .execute()
                .chain(last -> connection
                        .preparedQuery(TAKE)
                        .execute(Tuple.of(MOST))
                        .map(SealStore::deeds)
                        .chain(deeds -> deeds.isEmpty()
                                ? Uni.createFrom().item(0)
                                : write(
                                        connection,
                                        last.size() == 0
                                                ? Seal.NONE
                                                : seal(last.iterator().next()),
                                        deeds)));
    }

    private Uni<Integer> write(SqlConnection connection, Seal last, List<Deed> deeds) {
        Seal next = last.next(deeds, clock.instant().truncatedTo(ChronoUnit.MICROS));
        return connection
                .preparedQuery(SEAL)
                .execute(Tuple.of(
                        next.number(), utc(next.at()), next.firstEntry(), next.lastEntry(), Buffer.buffer(next.hash())))
                .chain(() -> connection
                        .preparedQuery(ENTRIES)
                        .execute(Tuple.from(List.<Object>of(
                                next.firstEntry(),
                                next.number(),
                                column(deeds, UUID[]::new, Deed::id),
                                column(deeds, OffsetDateTime[]::new, deed -> utc(deed.at())),
                                column(deeds, String[]::new, Deed::org),
                                column(deeds, String[]::new, Deed::actor),
                                column(
                                        deeds,
                                        String[]::new,
                                        deed -> deed.action().name()),
                                column(deeds, String[]::new, Deed::target),
                                column(deeds, String[]::new, Deed::detail)))))
                .replaceWith(deeds.size());
    }

    private static List<Deed> deeds(Iterable<Row> rows) {
        List<Deed> deeds = new ArrayList<>();
        rows.forEach(row -> deeds.add(new Deed(
                row.getUUID("id"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("org"),
                row.getString("actor"),
                Action.valueOf(row.getString("action")),
                row.getString("target"),
                row.getString("detail"))));
        deeds.sort(Comparator.comparing(Deed::id, SealStore::inOrder));
        return deeds;
    }

    /** As the database has it, and as their texts are; Java's own order takes the first bit for a sign. */
    static int inOrder(UUID one, UUID other) {
        int first = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return first != 0
                ? first
                : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }

    private static Seal seal(Row row) {
        return new Seal(
                row.getLong("number"),
                row.getOffsetDateTime("sealed_at").toInstant(),
                row.getLong("first_entry"),
                row.getLong("last_entry"),
                row.getBuffer("hash").getBytes());
    }

    private static <T> T[] column(List<Deed> deeds, IntFunction<T[]> array, Function<Deed, T> value) {
        return deeds.stream().map(value).toArray(array);
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
