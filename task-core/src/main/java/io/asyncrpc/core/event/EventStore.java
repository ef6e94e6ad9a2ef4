package io.asyncrpc.core.event;

import io.asyncrpc.core.database.NewestFirst;
import io.asyncrpc.core.task.TaskId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Events in batches: one statement stores them, and knows those that came before. */
@ApplicationScoped
public class EventStore {
    /** For statements that do a thing and tell of it: such an event has no {@code dev_event_id}, so that no device can have told it. */
    public static final String TABLE =
            "device_event (id, org, device_uid, device_id, type, dev_event_id, dev_timestamp, received_at, body)";

    /**
     * Keys are taken in one order everywhere, so that two batches with the same ones wait instead of deadlocking; who waited
     * finds the other's event stored.
     */
    private static final String STORE = """
            with said as (
              select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[],
                $7::timestamptz[], $8::bytea[])
              as s(id, device_id, type, dev_event_id, written_time, dev_timestamp, received_at, body)
            ), known as (
              select s.*, d.uid, d.org from said s join device d on d.device_id = s.device_id and d.deleted_at is null
            ), fresh as (
              insert into device_event_seen (device_uid, dev_event_id, dev_timestamp, seen_at)
              select uid, dev_event_id, written_time, received_at from known where dev_event_id <> '0'
              order by uid, dev_event_id, written_time
              on conflict do nothing returning device_uid, dev_event_id, dev_timestamp
            ), stored as (
              insert into %s
              select id, org, uid, device_id, type, dev_event_id, dev_timestamp, received_at, body from known k
              where dev_event_id = '0' or exists (select from fresh f where f.device_uid = k.uid
                and f.dev_event_id = k.dev_event_id and f.dev_timestamp = k.written_time)
              returning device_id
            )
            select device_id, (select count(*) from stored) as stored from known
            """.formatted(TABLE);

    private final Pool pool;

    EventStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * What became of a batch.
     *
     * @param devices those of its devices that are registered, whose events are all stored now, by this batch or before
     * @param stored how many were new
     */
    record Stored(Set<String> devices, int stored) {}

    /** @param said no two of them with the same key */
    Uni<Stored> store(List<SaidEvent> said, Instant now) {
        List<SaidEvent> s = said;
        return pool.preparedQuery(STORE)
                .execute(Tuple.from(List.of(
                        column(s, java.util.UUID[]::new, e -> TaskId.next(now)),
                        column(s, String[]::new, SaidEvent::deviceId),
                        column(s, String[]::new, SaidEvent::type),
                        column(s, String[]::new, SaidEvent::devEventId),
                        column(s, String[]::new, SaidEvent::writtenTime),
                        column(
                                s,
                                OffsetDateTime[]::new,
                                e -> utc(DeviceTime.read(e.writtenTime()).orElse(now))),
                        column(s, OffsetDateTime[]::new, e -> utc(now)),
                        column(s, Buffer[]::new, e -> Buffer.buffer(e.body())))))
                .map(rows -> {
                    Set<String> devices = new HashSet<>();
                    int stored = 0;
                    for (Row row : rows) {
                        devices.add(row.getString("device_id"));
                        stored = row.getInteger("stored");
                    }
                    return new Stored(devices, stored);
                });
    }

    /** Newest first, by id; one more than the limit if there are more. */
    Uni<List<DeviceEvent>> list(String org, EventQuery q) {
        NewestFirst.Page page = new NewestFirst(org)
                .along("device_id", q.deviceId())
                .only("type = $%d", q.type())
                .from(q.since() == null ? null : TaskId.first(q.since()))
                .until(q.before())
                .page(q.limit() + 1);
        return pool.preparedQuery("""
                        select id, device_id, type, dev_event_id, dev_timestamp, received_at, body
                        from device_event where %s
                        """.formatted(page.sql()))
                .execute(Tuple.from(page.parameters()))
                .map(rows -> {
                    List<DeviceEvent> events = new ArrayList<>(rows.size());
                    rows.forEach(row -> events.add(read(row)));
                    return events;
                });
    }

    private static DeviceEvent read(Row row) {
        return new DeviceEvent(
                row.getUUID("id"),
                row.getString("device_id"),
                row.getString("type"),
                row.getString("dev_event_id"),
                row.getOffsetDateTime("dev_timestamp").toInstant(),
                row.getOffsetDateTime("received_at").toInstant(),
                row.getBuffer("body").getBytes());
    }

    private static <T> T[] column(Collection<SaidEvent> rows, IntFunction<T[]> array, Function<SaidEvent, T> value) {
        return rows.stream().map(value).toArray(array);
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
