package io.asyncrpc.core.device;

import io.asyncrpc.core.audit.Deed;
import io.asyncrpc.core.audit.DeedStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How far each broker account is, and who works on it. */
@ApplicationScoped
class AccountStore {
    private final Pool pool;

    /** An account on which there is work. */
    record Due(UUID uid, String deviceId, boolean removal) {}

    /**
     * Who works on an account; its end tells it from any other.
     *
     * @param wasReady whether the broker had the account before
     */
    record Hold(UUID uid, Instant until, boolean wasReady) {}

    AccountStore(Pool pool) {
        this.pool = pool;
    }

    /** Holds the account of a registration in one of these states; empty if another holds it. */
    Uni<Optional<Hold>> hold(UUID uid, List<Device.Account> in, Instant now, Instant until) {
        Instant end = until.truncatedTo(ChronoUnit.MICROS); // as precisely as the database keeps it
        return pool.preparedQuery("""
                        update device set account_held_until = $4
                        where uid = $1 and account = any($2) and (account_held_until is null or account_held_until < $3)
                        returning account_ready_at is not null as was_ready
                        """)
                .execute(
                        Tuple.of(uid, in.stream().map(Device.Account::name).toArray(String[]::new), utc(now), utc(end)))
                .map(rows -> {
                    Optional<Hold> hold = Optional.empty();
                    for (Row row : rows) {
                        hold = Optional.of(new Hold(uid, end, row.getBoolean("was_ready")));
                    }
                    return hold;
                });
    }

    /** Lets go after work that succeeded: the broker has the account. */
    Uni<Void> made(Hold hold, Instant now) {
        return made(pool, hold, now);
    }

    /** The same, and what was done to it, together. */
    Uni<Void> made(Hold hold, Deed deed) {
        return pool.withTransaction(
                connection -> made(connection, hold, deed.at()).call(() -> DeedStore.add(connection, deed)));
    }

    private static Uni<Void> made(SqlClient client, Hold hold, Instant now) {
        return client.preparedQuery("""
                        update device set
                          account_held_until = case account_held_until when $2 then null else account_held_until end,
                          account = case account when 'PENDING' then 'READY' else account end, account_ready_at = $3
                        where uid = $1
                        """)
                .execute(Tuple.of(hold.uid(), utc(hold.until()), utc(now)))
                .replaceWithVoid();
    }

    /** Lets go after work that succeeded: the broker has the account no more. */
    Uni<Void> removed(Hold hold) {
        return pool.preparedQuery("""
                        update device set
                          account_held_until = case account_held_until when $2 then null else account_held_until end,
                          account = case account when 'REMOVING' then 'REMOVED' else account end
                        where uid = $1
                        """)
                .execute(Tuple.of(hold.uid(), utc(hold.until())))
                .replaceWithVoid();
    }

    /** Lets go after work that failed, if nobody else holds it by now. */
    Uni<Void> letGo(Hold hold) {
        return pool.preparedQuery(
                        "update device set account_held_until = null where uid = $1 and account_held_until = $2")
                .execute(Tuple.of(hold.uid(), utc(hold.until())))
                .replaceWithVoid();
    }

    /** Whether an earlier registration of this id still has its account at the broker. */
    Uni<Boolean> hasLeftOver(String deviceId) {
        return pool.preparedQuery("select 1 from device where device_id = $1 and account = 'REMOVING' limit 1")
                .execute(Tuple.of(deviceId))
                .map(rows -> rows.size() > 0);
    }

    Uni<Void> leftOversRemoved(String deviceId) {
        return pool.preparedQuery("update device set account = 'REMOVED' where device_id = $1 and account = 'REMOVING'")
                .execute(Tuple.of(deviceId))
                .replaceWithVoid();
    }

    /** Accounts to be made, and to be removed where no newer registration sees to that itself; behind this one. */
    Uni<List<Due>> due(Instant now, UUID after, int limit) {
        return pool.preparedQuery("""
                        select d.uid, d.device_id, d.account = 'REMOVING' as removal from device d
                        where d.account in ('PENDING', 'REMOVING') and d.uid > $2
                          and (d.account_held_until is null or d.account_held_until < $1)
                          and (d.account = 'PENDING' or not exists
                            (select from device n where n.device_id = d.device_id and n.deleted_at is null))
                        order by d.uid limit $3
                        """).execute(Tuple.of(utc(now), after, limit)).map(rows -> {
            List<Due> due = new ArrayList<>();
            for (Row row : rows) {
                due.add(new Due(row.getUUID("uid"), row.getString("device_id"), row.getBoolean("removal")));
            }
            return due;
        });
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
