package io.asyncrpc.core.device;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which devices are connected, by the broker's word, and when each was last heard. */
@ApplicationScoped
public class PresenceStore {
    /** {@code lastSeenAt} is promised to 60 s; written half as often as that. */
    private static final Duration SEEN_WRITTEN_EVERY = Duration.ofSeconds(30);

    private static final int SEEN_REMEMBERED = 100_000;

    /** A list of the broker names nothing that has been gone for longer than this; it lags by seconds. */
    private static final Duration GONE_REMEMBERED = Duration.ofMinutes(10);

    private final Pool pool;
    private final Map<String, Instant> seenWritten = new ConcurrentHashMap<>();

    /** What became of connections; keyed by the connection, never by the device, since a takeover opens before it closes. */
    public sealed interface Change {
        record Here(String deviceId, String connection, Instant since) implements Change {}

        record Gone(String deviceId, String connection, Instant at) implements Change {}

        /** All there were at that moment: others that began before it are gone. */
        record OnlyThese(Instant at, List<Here> connections) implements Change {}
    }

    /**
     * What is known of a device.
     *
     * @param connectedSince of its newest connection; {@code null} if it has none
     * @param lastSeenAt exact to 60 s; {@code null} if it was never heard
     */
    record Presence(
            @Nullable Instant connectedSince, @Nullable Instant lastSeenAt) {
        static final Presence UNKNOWN = new Presence(null, null);

        /** Of a device registered then: when the one before it was heard is none of its business. */
        Presence of(Instant createdAt) {
            boolean own = lastSeenAt != null && !lastSeenAt.isBefore(createdAt);
            return new Presence(connectedSince, own ? lastSeenAt : null);
        }
    }

    /** What is known of these devices. */
    Uni<Map<String, Presence>> find(Collection<String> deviceIds) {
        return pool.preparedQuery("""
                        select n.id, max(c.since) as since, max(s.last_seen_at) as seen
                        from unnest($1::text[]) as n(id) left join connection c on c.device_id = n.id
                        left join device_seen s on s.device_id = n.id group by n.id
                        """)
                .execute(Tuple.of((Object) deviceIds.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, Presence> known = new HashMap<>();
                    rows.forEach(row -> known.put(
                            row.getString("id"),
                            new Presence(
                                    instant(row.getOffsetDateTime("since")), instant(row.getOffsetDateTime("seen")))));
                    return known;
                });
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }

    PresenceStore(Pool pool) {
        this.pool = pool;
    }

    /** Devices that are connected by the broker's list although no event said so. */
    public Uni<Set<String>> findUnheard(List<Change> changes) {
        List<Change.Here> listed = pick(changes, Change.OnlyThese.class).stream()
                .flatMap(all -> all.connections().stream())
                .toList();
        if (listed.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        return pool.preparedQuery("""
                        select n.device_id
                        from unnest($1::text[], $2::text[], $3::timestamptz[]) as n(connection, device_id, since)
                        where not exists (select from connection c where c.connection = n.connection)
                          and not exists (
                            select from gone_connection g where g.connection = n.connection and g.at >= n.since)
                        """).execute(columns(listed)).map(rows -> {
            Set<String> unheard = new HashSet<>();
            rows.forEach(row -> unheard.add(row.getString("device_id")));
            return unheard;
        });
    }

    /** Applies changes in their order. */
    public Uni<Void> apply(List<Change> changes) {
        Uni<Void> done = Uni.createFrom().voidItem();
        Map<String, Change> latest = new LinkedHashMap<>();
        for (Change change : changes) {
            switch (change) {
                case Change.Here h -> latest.put(h.connection(), h);
                case Change.Gone g -> latest.put(g.connection(), g);
                case Change.OnlyThese all -> {
                    List<Change> before = List.copyOf(latest.values());
                    latest.clear();
                    done = done.chain(() -> write(before)).chain(() -> reconcile(all));
                }
            }
        }
        return done.chain(() -> write(latest.values()));
    }

    private Uni<Void> write(Collection<Change> latest) {
        List<Change.Here> here = pick(latest, Change.Here.class);
        List<Change.Gone> gone = pick(latest, Change.Gone.class);
        return insert(here).chain(() -> delete(gone)).chain(() -> markSeen(here, gone));
    }

    private Uni<Void> insert(List<Change.Here> here) {
        if (here.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return pool.preparedQuery("""
                        insert into connection (connection, device_id, since)
                        select n.* from unnest($1::text[], $2::text[], $3::timestamptz[]) as n(connection, device_id, since)
                        where not exists (
                          select from gone_connection g where g.connection = n.connection and g.at >= n.since)
                        order by 1
                        on conflict (connection) do update set device_id = excluded.device_id, since = excluded.since
                          where (connection.device_id, connection.since) is distinct from (excluded.device_id, excluded.since)
                        """).execute(columns(here)).replaceWithVoid();
    }

    private static Tuple columns(List<Change.Here> here) {
        return Tuple.of(
                texts(here.stream().map(Change.Here::connection)),
                texts(here.stream().map(Change.Here::deviceId)),
                here.stream().map(h -> utc(h.since())).toArray(OffsetDateTime[]::new));
    }

    /** Remembered before it is deleted: a list that is stored at the same moment deletes what it finds remembered. */
    private Uni<Void> delete(List<Change.Gone> gone) {
        if (gone.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String[] connections = texts(gone.stream().map(Change.Gone::connection));
        OffsetDateTime[] at = gone.stream().map(g -> utc(g.at())).toArray(OffsetDateTime[]::new);
        return pool.preparedQuery("""
                        insert into gone_connection (connection, at)
                        select * from unnest($1::text[], $2::timestamptz[]) order by 1
                        on conflict (connection) do update set at = greatest(gone_connection.at, excluded.at)
                        """)
                .execute(Tuple.of(connections, at))
                .chain(() -> pool.preparedQuery("delete from connection where connection = any($1)")
                        .execute(Tuple.of((Object) connections)))
                .replaceWithVoid();
    }

    private Uni<Void> reconcile(Change.OnlyThese all) {
        Map<String, Change.Here> byName = new LinkedHashMap<>();
        all.connections().forEach(here -> byName.put(here.connection(), here));
        return insert(List.copyOf(byName.values()))
                .chain(() -> pool.preparedQuery("""
                                delete from connection c where (c.since < $1 and not c.connection = any($2))
                                  or exists (
                                    select from gone_connection g where g.connection = c.connection and g.at >= c.since)
                                """)
                        .execute(Tuple.of(
                                utc(all.at()), texts(all.connections().stream().map(Change.Here::connection)))))
                .chain(() -> pool.preparedQuery("delete from gone_connection where at < $1")
                        .execute(Tuple.of(utc(all.at().minus(GONE_REMEMBERED)))))
                .replaceWithVoid();
    }

    private Uni<Void> markSeen(List<Change.Here> here, List<Change.Gone> gone) {
        return markSeen(texts(here.stream().map(Change.Here::deviceId)), latest(here, Change.Here::since))
                .chain(() -> markSeen(texts(gone.stream().map(Change.Gone::deviceId)), latest(gone, Change.Gone::at)));
    }

    /** Keeps that these devices were heard. */
    public Uni<Void> seen(Set<String> deviceIds, Instant now) {
        if (seenWritten.size() > SEEN_REMEMBERED) {
            seenWritten.clear();
        }
        String[] due = deviceIds.stream().filter(id -> isDue(id, now)).toArray(String[]::new);
        return markSeen(due, now).invoke(() -> {
            for (String id : due) {
                seenWritten.put(id, now);
            }
        });
    }

    private boolean isDue(String deviceId, Instant now) {
        Instant written = seenWritten.get(deviceId);
        return written == null || written.plus(SEEN_WRITTEN_EVERY).isBefore(now);
    }

    private Uni<Void> markSeen(String[] deviceIds, @Nullable Instant at) {
        if (deviceIds.length == 0 || at == null) {
            return Uni.createFrom().voidItem();
        }
        return pool.preparedQuery("""
                        insert into device_seen (device_id, last_seen_at)
                        select distinct id, $2::timestamptz from unnest($1::text[]) as n(id) order by id
                        on conflict (device_id) do update
                          set last_seen_at = greatest(device_seen.last_seen_at, excluded.last_seen_at)
                        """).execute(Tuple.of(deviceIds, utc(at))).replaceWithVoid();
    }

    private static <T extends Change> List<T> pick(Collection<Change> changes, Class<T> kind) {
        return changes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static <T> @Nullable Instant latest(List<T> changes, java.util.function.Function<T, Instant> at) {
        return changes.stream().map(at).max(Instant::compareTo).orElse(null);
    }

    private static String[] texts(java.util.stream.Stream<String> values) {
        return values.toArray(String[]::new);
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
