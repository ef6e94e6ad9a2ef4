package io.asyncrpc.core.task;

import static io.asyncrpc.core.task.TaskRow.utc;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Which tasks of a device ring: of those that may be claimed, the first few in poll order (protocol, "Ringing"). */
@ApplicationScoped
public class RingStore {
    /** So many unclaimed tasks of a device ring at a time. */
    static final int MOST_RINGING = 8;

    /** A device that comes and goes is rung at most this often. */
    private static final Duration RUNG_ANEW_EVERY = Duration.ofSeconds(5);

    private static final String FIRST = "select o.* from task o where o.device_uid = d.uid and " + claimableAt("$2")
            + " order by o.priority desc, o.id limit " + MOST_RINGING;

    private static final String DEVICES =
            "unnest((select $1::text[])) as i(name) join device d on d.device_id = i.name where d.deleted_at is null";

    private final Pool pool;

    /** What brings a device within hearing. */
    public enum Occasion {
        CONNECTED,
        SUBSCRIBED
    }

    /** A device that can hear now. */
    public record Arrival(String deviceId, Occasion occasion) {}

    RingStore(Pool pool) {
        this.pool = pool;
    }

    /** Tasks of the alias {@code o} that may be claimed then; which they are, the rules say of each. */
    static String claimableAt(String now) {
        return """
                o.finished_at is null and o.state <> 'LOCKED' and o.expires_at > NOW
                  and (o.not_before is null or o.not_before <= NOW)
                  and (o.backoff_until is null or o.backoff_until <= NOW)
                """.replace("NOW", now);
    }

    /** What these devices are to hear when they come: the first that ring, and what they hold and are to stop. */
    public Uni<List<Task>> loadFirst(Collection<String> deviceIds, Instant now) {
        return tasks("""
                select %s from (select d.uid from DEVICES) d cross join lateral (
                  (FIRST)
                  union all
                  (select o.* from task o where o.device_uid = d.uid and o.finished_at is null and o.state = 'LOCKED'
                   and o.cancel_requested_at is not null)
                ) t
                """, deviceIds, now);
    }

    /** Tasks among the first of their device that were silent until now. */
    public Uni<List<Task>> loadFirstSilent(Collection<String> deviceIds, Instant now) {
        return tasks(
                "select %s from (select d.uid from DEVICES) d cross join lateral (FIRST) t where t.rings = 0",
                deviceIds, now);
    }

    /** Which of these tasks have too many others of their device before them. */
    public Uni<Set<UUID>> findQueued(Collection<UUID> ids, Instant now) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        return pool.preparedQuery("""
                        select t.id from unnest((select $1::uuid[])) as i(id) join task t on t.id = i.id
                        cross join lateral (select t.device_uid as uid) d
                        where not exists (select from (FIRST) f where f.id = t.id)
                        """.replace("FIRST", FIRST))
                .execute(Tuple.of(ids.toArray(UUID[]::new), utc(now)))
                .map(rows -> new HashSet<>(TaskStore.collect(rows, row -> row.getUUID("id"))));
    }

    /** From when on each of these devices may be rung because it came; that is now unless it was just before. */
    public Uni<Map<String, Instant>> claimTurn(Collection<Arrival> arrivals, Instant now) {
        return pool.preparedQuery("""
                        insert into device_ring as r (device_id, occasion, rung_at)
                        select distinct a.id, a.occasion, $3::timestamptz
                        from unnest($1::text[], $2::text[]) as a(id, occasion) order by 1, 2
                        on conflict (device_id, occasion) do update
                          set rung_at = case when r.rung_at <= $4 then excluded.rung_at else r.rung_at end
                        returning device_id, case when rung_at = $3 then rung_at else rung_at + ($3 - $4) end as turn
                        """)
                .execute(Tuple.of(
                        arrivals.stream().map(Arrival::deviceId).toArray(String[]::new),
                        arrivals.stream().map(a -> a.occasion().name()).toArray(String[]::new),
                        utc(now),
                        utc(now.minus(RUNG_ANEW_EVERY))))
                .map(rows -> {
                    Map<String, Instant> turns = new HashMap<>();
                    rows.forEach(row -> turns.merge(
                            row.getString("device_id"),
                            row.getOffsetDateTime("turn").toInstant(),
                            (a, b) -> a.isBefore(b) ? a : b));
                    return turns;
                });
    }

    private Uni<List<Task>> tasks(String sql, Collection<String> deviceIds, Instant now) {
        return pool.preparedQuery(
                        sql.replace("DEVICES", DEVICES).replace("FIRST", FIRST).formatted(TaskRow.COLUMNS))
                .execute(Tuple.of(deviceIds.toArray(String[]::new), utc(now)))
                .map(rows -> TaskStore.collect(rows, TaskRow::read));
    }
}
