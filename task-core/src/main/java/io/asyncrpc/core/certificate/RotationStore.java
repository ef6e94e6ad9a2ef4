package io.asyncrpc.core.certificate;

import io.asyncrpc.core.audit.Action;
import io.asyncrpc.core.audit.Deed;
import io.asyncrpc.core.audit.DeedStore;
import io.asyncrpc.core.task.TaskId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;

/** Which certificates devices came with, and which they gave up by that. */
@ApplicationScoped
class RotationStore {
    private final Pool pool;

    /** A certificate that a device came with. */
    record Used(String serial, String deviceId, boolean isRevoked) {}

    RotationStore(Pool pool) {
        this.pool = pool;
    }

    /** Those of them that were not used before, that are revoked, or that have older ones which are still good. */
    Uni<List<Used>> news(List<Shown> shown) {
        return pool.preparedQuery("""
                        select c.serial, c.device_id, c.revoked_at is not null as revoked
                        from unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) as s(device_id, begins, ends)
                        join device_certificate c on c.device_id = s.device_id and c.not_before = s.begins and c.not_after = s.ends
                        where c.revoked_at is not null or c.first_used_at is null or exists (
                          select from device_certificate o
                          where o.device_uid = c.device_uid and o.not_before < c.not_before and o.revoked_at is null)
                        """)
                .execute(Tuple.of(
                        shown.stream().map(Shown::deviceId).toArray(String[]::new),
                        shown.stream().map(it -> utc(it.notBefore())).toArray(OffsetDateTime[]::new),
                        shown.stream().map(it -> utc(it.notAfter())).toArray(OffsetDateTime[]::new)))
                .map(rows -> used(rows, true));
    }

    Uni<Void> markUsed(List<Used> used, Instant now) {
        return pool.preparedQuery(
                        "update device_certificate set first_used_at = $2 where serial = any($1) and first_used_at is null")
                .execute(Tuple.of(serials(used), utc(now)))
                .replaceWithVoid();
    }

    /** Takes back what is older than these, of the same registrations. */
    Uni<List<Used>> supersede(List<Used> used, Instant now) {
        return pool.withTransaction(connection -> connection
                .preparedQuery("""
                        update device_certificate c set revoked_at = $2, reason = $3, enforce_since = $2
                        from (select device_uid, max(not_before) as newest from device_certificate
                              where serial = any($1) and revoked_at is null group by device_uid) as u
                          join device d on d.uid = u.device_uid
                        where c.device_uid = u.device_uid and c.not_before < u.newest and c.revoked_at is null
                        returning c.serial, c.device_id, d.org
                        """)
                .execute(Tuple.of(serials(used), utc(now), Reason.SUPERSEDED.text()))
                .call(rows -> DeedStore.addAll(
                        connection,
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> superseded(row, now))
                                .toList()))
                .map(rows -> used(rows, false)));
    }

    /** The device does it, by coming with a newer one. */
    private static Deed superseded(Row row, Instant now) {
        String deviceId = row.getString("device_id");
        return new Deed(
                TaskId.next(now),
                now,
                row.getString("org"),
                "device:" + deviceId,
                Action.CERTIFICATE_REVOKED,
                deviceId,
                row.getString("serial") + " " + Reason.SUPERSEDED.text());
    }

    /** These connections are to be closed, whatever was done for their certificates before. */
    Uni<Void> enforceAgain(List<Used> revoked, Instant now) {
        return pool.preparedQuery("""
                        update device_certificate set enforce_since = $2, came_again = true
                        where serial = any($1) and revoked_at is not null
                        """)
                .execute(Tuple.of(serials(revoked), utc(now)))
                .replaceWithVoid();
    }

    private static List<Used> used(RowSet<Row> rows, boolean tellsState) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Used(
                        row.getString("serial"), row.getString("device_id"), tellsState && row.getBoolean("revoked")))
                .toList();
    }

    private static String[] serials(List<Used> used) {
        return used.stream().map(Used::serial).toArray(String[]::new);
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
