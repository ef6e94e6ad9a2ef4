package io.asyncrpc.core.login;

import io.asyncrpc.core.audit.Action;
import io.asyncrpc.core.audit.Deed;
import io.asyncrpc.core.audit.DeedStore;
import io.asyncrpc.core.task.TaskId;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;

/** Writes them down: nobody's organisation, since nobody said truly whose they are. */
@ApplicationScoped
public class RefusedLoginStore {
    private static final String GATEWAY = "gateway";

    /** So that of many who tell it first, each waits for the one before. */
    private static final String KNOW = """
            insert into refused_login_count (refused_by, name, reason, since, refused)
            select $1, $2, reason, $3, 0 from unnest($4::text[]) as reason order by reason
            on conflict do nothing
            """;

    /** A start is told to some seconds; what began later by more than that began anew, and what began earlier is over. */
    private static final String COUNT = """
            with told as (select * from unnest($4::text[], $5::bigint[]) as t(reason, refused)),
            known as (
              select reason, since, refused, $3 > since + interval '15 seconds' as anew from refused_login_count
              where refused_by = $1 and name = $2 and $3 >= since - interval '15 seconds' order by reason for update)
            update refused_login_count c
            set refused = told.refused, since = case when known.anew then $3 else known.since end
            from told join known using (reason)
            where c.refused_by = $1 and c.name = $2 and c.reason = told.reason and (known.anew or told.refused > known.refused)
            returning c.reason, told.refused - case when known.anew then 0 else known.refused end as more
            """;

    private final Pool pool;
    private final InstantSource clock;
    private final MeterRegistry metrics;

    RefusedLoginStore(Pool pool, InstantSource clock, MeterRegistry metrics) {
        this.pool = pool;
        this.clock = clock;
        this.metrics = metrics;
    }

    Uni<Void> add(List<RefusedLogins> refused) {
        return pool.withTransaction(connection -> write(connection, GATEWAY, refused))
                .invoke(() -> count(GATEWAY, refused))
                .replaceWithVoid();
    }

    /** What of it was not told before. */
    public Uni<Void> add(CountedLogins counted) {
        return pool.withTransaction(
                        connection -> more(connection, counted).call(more -> write(connection, counted.by(), more)))
                .invoke(more -> count(counted.by(), more))
                .replaceWithVoid();
    }

    private static Uni<List<RefusedLogins>> more(SqlConnection connection, CountedLogins counted) {
        Tuple source = Tuple.of(
                counted.by(),
                counted.name(),
                counted.since().atOffset(ZoneOffset.UTC),
                counted.refused().stream().map(RefusedLogins::reason).toArray(String[]::new));
        Long[] counts = counted.refused().stream().map(RefusedLogins::count).toArray(Long[]::new);
        return connection
                .preparedQuery(KNOW)
                .execute(source)
                .chain(() -> connection.preparedQuery(COUNT).execute(source.addArrayOfLong(counts)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(RefusedLoginStore::read)
                        .toList());
    }

    private static RefusedLogins read(Row row) {
        return new RefusedLogins(row.getString("reason"), row.getLong("more"));
    }

    private Uni<Void> write(SqlConnection connection, String by, List<RefusedLogins> refused) {
        Instant now = clock.instant();
        return DeedStore.addAll(
                connection, refused.stream().map(one -> deed(by, one, now)).toList());
    }

    private static Deed deed(String by, RefusedLogins refused, Instant now) {
        return new Deed(
                TaskId.next(now), now, "", by, Action.LOGINS_REFUSED, refused.reason(), Long.toString(refused.count()));
    }

    private void count(String by, List<RefusedLogins> refused) {
        refused.forEach(one -> metrics.counter("logins.refused", "by", by, "reason", one.reason())
                .increment(one.count()));
    }
}
