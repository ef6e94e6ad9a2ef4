package io.asyncrpc.core.certificate;

import io.asyncrpc.core.audit.Action;
import io.asyncrpc.core.audit.Deed;
import io.asyncrpc.core.audit.DeedStore;
import io.asyncrpc.core.caller.Actor;
import io.asyncrpc.core.task.TaskId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Takes certificates back, and knows the keys that nobody may have any more. */
@ApplicationScoped
class WithdrawalStore {
    /** The first half of a lock's name; the second one is of the key. */
    private static final int ONE_AT_A_TIME = 4_911_003;

    private final Pool pool;

    /** Who takes back which certificate, and why. */
    record Wish(String org, String deviceId, String serial, Reason reason, Actor actor) {
        Deed deed(Withdrawn one, Instant now) {
            return new Deed(
                    TaskId.next(now),
                    now,
                    org,
                    actor.name(),
                    Action.CERTIFICATE_REVOKED,
                    one.deviceId(),
                    one.serial() + " " + reason.text());
        }
    }

    /** A certificate that was taken back, or was before and is known to be compromised since. */
    record Withdrawn(String serial, String deviceId) {}

    WithdrawalStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * Takes one certificate back; it stays as it is if that was done before. Whoever has a key that is compromised is the device with
     * each of its certificates, so all go that the organisation has for that key, and those that went before are of that reason now.
     *
     * @return what changed; empty if that device has no such certificate
     */
    Uni<Optional<List<Withdrawn>>> revoke(Wish wish, Instant now) {
        return pool.withTransaction(connection -> connection
                .preparedQuery("""
                        select c.key_hash from device d join device_certificate c on c.device_uid = d.uid
                        where d.org = $1 and d.device_id = $2 and d.deleted_at is null and c.serial = $3
                        """)
                .execute(Tuple.of(wish.org(), wish.deviceId(), wish.serial()))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(Optional.<List<Withdrawn>>empty())
                        : revoke(connection, wish, key(rows.iterator().next()), now)
                                .map(Optional::of)));
    }

    /** Certificates from before keys were kept have none. */
    private static @Nullable Buffer key(Row row) {
        var key = row.getBuffer("key_hash");
        return key == null ? null : Buffer.buffer(key.getBytes());
    }

    private static Uni<List<Withdrawn>> revoke(SqlConnection connection, Wish wish, @Nullable Buffer key, Instant now) {
        return key != null && wish.reason() == Reason.KEY_COMPROMISE
                ? lock(connection, key).chain(() -> mark(connection, wish, key, now))
                : mark(connection, wish, null, now);
    }

    private static Uni<List<Withdrawn>> mark(SqlConnection connection, Wish wish, @Nullable Buffer key, Instant now) {
        return connection
                .preparedQuery("""
                        update device_certificate c set revoked_at = coalesce(c.revoked_at, $4), reason = $3, enforce_since = $4
                        from device d
                        where d.uid = c.device_uid and d.org = $1 and (c.serial = $2 or c.key_hash = $5)
                          and (c.revoked_at is null or $3 = 'keyCompromise' and c.reason <> $3)
                        returning c.serial, c.device_id
                        """)
                .execute(Tuple.of(wish.org(), wish.serial(), wish.reason().text(), now.atOffset(ZoneOffset.UTC), key))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Withdrawn(row.getString("serial"), row.getString("device_id")))
                        .toList())
                .call(all -> DeedStore.addAll(
                        connection, all.stream().map(one -> wish.deed(one, now)).toList()));
    }

    /**
     * Whether a certificate for that key was revoked since it is compromised, whoever had it. Who finds that out from now on waits for
     * this transaction, and so sees what it stores.
     */
    static Uni<Boolean> isCompromised(SqlConnection connection, byte[] key) {
        Buffer hash = Buffer.buffer(key);
        return lock(connection, hash)
                .chain(() -> connection.preparedQuery("""
                                select exists (select from device_certificate
                                  where key_hash = $1 and reason = 'keyCompromise') as compromised
                                """).execute(Tuple.of(hash)))
                .map(rows -> rows.iterator().next().getBoolean("compromised"));
    }

    /** Nobody who has it waits for the row of a device, which may be held by whoever waits for it. */
    private static Uni<Void> lock(SqlConnection connection, Buffer key) {
        return connection
                .preparedQuery("select pg_advisory_xact_lock($1, $2)")
                .execute(Tuple.of(ONE_AT_A_TIME, key.getInt(0)))
                .replaceWithVoid();
    }
}
