package io.asyncrpc.core.device;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** How far each broker account is, and who works on it. */
@ApplicationScoped
class AccountStore {
    private final Pool pool;

    /** An account on which there is work. */
    record Due(UUID uid, String deviceId, boolean removal) {}

    /** Who works on an account; its end tells it from any other, as precisely as the database keeps it. */
    record Hold(UUID uid, Instant until) {
        Hold {
            until = until.truncatedTo(ChronoUnit.MICROS);
        }
    }

    AccountStore(Pool pool) {
        this.pool = pool;
    }

    /** Holds the account of a registration in one of these states; false if another holds it. */
    Uni<Boolean> hold(Hold hold, List<Device.Account> in, Instant now) {
        return pool.preparedQuery("""
                        update device set account_held_until = $4
                        where uid = $1 and account = any($2) and (account_held_until is null or account_held_until < $3)
                        """)
                .execute(Tuple.of(
                        hold.uid(),
                        in.stream().map(Device.Account::name).toArray(String[]::new),
                        utc(now),
                        utc(hold.until())))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Lets go after work that succeeded; the state is what the broker has now. */
    Uni<Void> release(Hold hold, Device.Account from, Device.Account to) {
        return pool.preparedQuery("""
                        update device set account_held_until = case account_held_until when $2 then null else account_held_until end,
                          account = case account when $3 then $4 else account end
                        where uid = $1
                        """)
                .execute(Tuple.of(hold.uid(), utc(hold.until()), from.name(), to.name()))
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

    /** Accounts to be made, and to be removed where no newer registration sees to that itself. */
    Uni<List<Due>> due(Instant now, int limit) {
        return pool.preparedQuery("""
                        select d.uid, d.device_id, d.account = 'REMOVING' as removal from device d
                        where d.account in ('PENDING', 'REMOVING')
                          and (d.account_held_until is null or d.account_held_until < $1)
                          and (d.account = 'PENDING' or not exists
                            (select from device n where n.device_id = d.device_id and n.deleted_at is null))
                        limit $2
                        """).execute(Tuple.of(utc(now), limit)).map(rows -> {
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
