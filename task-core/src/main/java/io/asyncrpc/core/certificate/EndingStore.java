package io.asyncrpc.core.certificate;

import io.asyncrpc.core.event.EventStore;
import io.asyncrpc.core.task.TaskId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Certificates that end soon and that no newer one has taken the place of. */
@ApplicationScoped
class EndingStore {
    /** Of the house, and of no device: {@code {"serial", "notAfter"}}. */
    static final String EVENT_TYPE = "certificate-ending";

    private static final int AT_ONCE = 500;
    private static final String ENDING = """
            c.revoked_at is null and c.not_after > $1 and c.not_after <= $2 and not exists (
              select from device_certificate n
              where n.device_uid = c.device_uid and n.revoked_at is null and n.not_before > c.not_before
                and n.not_after >= c.not_after)
            """;

    /** In one statement: who is told of is so by an event, and only once, whoever else runs this at the same moment. */
    private static final String WARN = """
            with ending as (
              select c.serial, c.device_id, c.device_uid, c.not_after, d.org
              from device_certificate c join device d on d.uid = c.device_uid
              where c.warned_at is null and %s limit %d for update of c skip locked
            ), warned as (
              update device_certificate c set warned_at = $1 from ending e where c.serial = e.serial
              returning e.serial, e.device_id, e.device_uid, e.not_after, e.org
            ), told as (
              insert into %s
              select i.id, w.org, w.device_uid, w.device_id, '%s', null, $1, $1, convert_to(format('{"serial":"%%s","notAfter":"%%s"}',
                w.serial, to_char(w.not_after at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')), 'UTF8')
              from (select *, row_number() over (order by not_after, serial) as place from warned) w
              join unnest($3::uuid[]) with ordinality as i(id, place) using (place)
            )
            select serial, device_id, not_after from warned
            """.formatted(ENDING, AT_ONCE, EventStore.TABLE, EVENT_TYPE);

    private final Pool pool;

    /** One that its device has to replace. */
    record Ending(String serial, String deviceId, Instant notAfter) {}

    EndingStore(Pool pool) {
        this.pool = pool;
    }

    Uni<Long> count(Instant now, Instant until) {
        return pool.preparedQuery("select count(*) as ending from device_certificate c where " + ENDING)
                .execute(Tuple.of(utc(now), utc(until)))
                .map(rows -> rows.iterator().next().getLong("ending"));
    }

    /** Those nobody was told of yet, which is over by this. */
    Uni<List<Ending>> warn(Instant now, Instant until) {
        UUID[] ids = Stream.generate(() -> TaskId.next(now)).limit(AT_ONCE).toArray(UUID[]::new);
        return pool.preparedQuery(WARN)
                .execute(Tuple.of(utc(now), utc(until), ids))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Ending(
                                row.getString("serial"),
                                row.getString("device_id"),
                                row.getOffsetDateTime("not_after").toInstant()))
                        .toList());
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
