package io.asyncrpc.core.certificate;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;

/** Certificates that end soon and that no newer one has taken the place of. */
@ApplicationScoped
class EndingStore {
    private static final int AT_ONCE = 500;
    private static final String ENDING = """
             from device_certificate c
            where c.revoked_at is null and c.not_after > $1 and c.not_after <= $2 and not exists (
              select from device_certificate n
              where n.device_uid = c.device_uid and n.revoked_at is null and n.not_before > c.not_before
                and n.not_after >= c.not_after)
            """;

    private final Pool pool;

    /** One that its device has to replace. */
    record Ending(String serial, String deviceId, Instant notAfter) {}

    EndingStore(Pool pool) {
        this.pool = pool;
    }

    Uni<Long> count(Instant now, Instant until) {
        return pool.preparedQuery("select count(*) as ending" + ENDING)
                .execute(tuple(now, until))
                .map(rows -> rows.iterator().next().getLong("ending"));
    }

    /** Those nobody was told of yet, which is over by this. */
    Uni<List<Ending>> warn(Instant now, Instant until) {
        return pool.preparedQuery("update device_certificate set warned_at = $1 where serial in (select c.serial"
                        + ENDING + " and c.warned_at is null limit " + AT_ONCE
                        + ") returning serial, device_id, not_after")
                .execute(tuple(now, until))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Ending(
                                row.getString("serial"),
                                row.getString("device_id"),
                                row.getOffsetDateTime("not_after").toInstant()))
                        .toList());
    }

    private static Tuple tuple(Instant now, Instant until) {
        return Tuple.of(now.atOffset(ZoneOffset.UTC), until.atOffset(ZoneOffset.UTC));
    }
}
