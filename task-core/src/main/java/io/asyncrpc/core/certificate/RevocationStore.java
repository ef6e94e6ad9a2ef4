package io.asyncrpc.core.certificate;

import io.asyncrpc.core.audit.Action;
import io.asyncrpc.core.audit.Deed;
import io.asyncrpc.core.audit.DeedStore;
import io.asyncrpc.core.task.TaskId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** What was taken back, and how far the broker is with it. */
@ApplicationScoped
public class RevocationStore {
    private static final long ONE_AT_A_TIME = 4_911_002;

    private final Pool pool;

    /** A certificate that the broker may not yet know to be revoked. */
    record Pending(String serial, String deviceId, Reason reason, boolean cameAgain, OffsetDateTime since) {}

    /** An entry of the list. */
    record Revoked(String serial, Instant at, Reason reason) {}

    /** A list before it is signed. */
    record Edition(long number, List<Revoked> revoked) {}

    /** The list that the broker was last seen to have. */
    record Published(long number, Instant madeAt, byte[] list) {}

    RevocationStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * Takes back all of a registration that ends, in its transaction: a device made anew under the name inherits none.
     *
     * @param ended the deed that ends it
     */
    public static Uni<Void> revokeAll(SqlConnection connection, UUID registration, Deed ended) {
        return connection
                .preparedQuery("""
                        update device_certificate set revoked_at = $2, reason = $3, enforce_since = $2
                        where device_uid = $1 and revoked_at is null and not_after > $2
                        returning serial
                        """)
                .execute(Tuple.of(registration, utc(ended.at()), Reason.CESSATION_OF_OPERATION.text()))
                .map(rows -> all(rows, row -> revoked(row.getString("serial"), ended)))
                .chain(deeds -> DeedStore.addAll(connection, deeds));
    }

    private static Deed revoked(String serial, Deed ended) {
        return new Deed(
                TaskId.next(ended.at()),
                ended.at(),
                ended.org(),
                ended.actor(),
                Action.CERTIFICATE_REVOKED,
                ended.target(),
                serial + " " + Reason.CESSATION_OF_OPERATION.text());
    }

    Uni<List<Pending>> pending(int most) {
        return pool.preparedQuery("""
                        select serial, device_id, reason, came_again, enforce_since from device_certificate
                        where enforce_since is not null order by enforce_since limit $1
                        """)
                .execute(Tuple.of(most))
                .map(rows -> all(
                        rows,
                        row -> new Pending(
                                row.getString("serial"),
                                row.getString("device_id"),
                                reason(row),
                                row.getBoolean("came_again"),
                                row.getOffsetDateTime("enforce_since"))));
    }

    Uni<Boolean> isPending(String deviceId) {
        return pool.preparedQuery(
                        "select 1 from device_certificate where device_id = $1 and enforce_since is not null limit 1")
                .execute(Tuple.of(deviceId))
                .map(rows -> rows.size() > 0);
    }

    /**
     * The next list. Numbers are given and rows read by one at a time, so of two lists the one with the higher number was read
     * later and holds all of the other; also when the database's clock was put back since the last one.
     */
    Uni<Edition> next(Instant now) {
        return pool.withTransaction(connection -> connection
                .query("select pg_advisory_xact_lock(" + ONE_AT_A_TIME + ")")
                .execute()
                .chain(locked -> connection.query("""
                        select greatest((extract(epoch from clock_timestamp()) * 1000000)::bigint,
                          (select coalesce(max(number), 0) + 1 from revocation_list)) as number
                        """).execute())
                .map(rows -> rows.iterator().next().getLong("number"))
                .chain(number -> revoked(connection, now).map(all -> new Edition(number, all))));
    }

    /** Whatever the list has to hold: one that has run out is refused anyway. */
    private static Uni<List<Revoked>> revoked(SqlConnection connection, Instant now) {
        return connection
                .preparedQuery("""
                        select serial, revoked_at, reason from device_certificate
                        where revoked_at is not null and not_after > $1 order by revoked_at, serial
                        """)
                .execute(Tuple.of(utc(now)))
                .map(rows -> all(
                        rows,
                        row -> new Revoked(
                                row.getString("serial"),
                                row.getOffsetDateTime("revoked_at").toInstant(),
                                reason(row))));
    }

    Uni<Void> publish(Published list) {
        return pool.preparedQuery("""
                        insert into revocation_list (number, made_at, list) values ($1, $2, $3)
                        on conflict (only_one) do update
                          set number = excluded.number, made_at = excluded.made_at, list = excluded.list
                          where revocation_list.number < excluded.number
                        """)
                .execute(Tuple.of(list.number(), utc(list.madeAt()), Buffer.buffer(list.list())))
                .replaceWithVoid();
    }

    /** Of the list that the broker was last seen to have; 0 if there is none. */
    Uni<Long> publishedNumber() {
        return pool.query("select coalesce(max(number), 0) as number from revocation_list")
                .execute()
                .map(rows -> rows.iterator().next().getLong("number"));
    }

    Uni<Optional<Published>> published() {
        return pool.query("select number, made_at, list from revocation_list")
                .execute()
                .map(rows -> all(
                                rows,
                                row -> new Published(
                                        row.getLong("number"),
                                        row.getOffsetDateTime("made_at").toInstant(),
                                        row.getBuffer("list").getBytes()))
                        .stream()
                        .findFirst());
    }

    /** Done, but for those that were wanted once more meanwhile. */
    Uni<Void> enforced(List<Pending> done) {
        return pool.preparedQuery("""
                        update device_certificate c set enforce_since = null, came_again = false
                        from unnest($1::text[], $2::timestamptz[]) as done(serial, since)
                        where c.serial = done.serial and c.enforce_since = done.since
                        """)
                .execute(Tuple.of(
                        done.stream().map(Pending::serial).toArray(String[]::new),
                        done.stream().map(Pending::since).toArray(OffsetDateTime[]::new)))
                .replaceWithVoid();
    }

    private static Reason reason(Row row) {
        return Reason.of(row.getString("reason")).orElse(Reason.UNSPECIFIED);
    }

    private static <T> List<T> all(Iterable<Row> rows, Function<Row, T> each) {
        return StreamSupport.stream(rows.spliterator(), false).map(each).toList();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
