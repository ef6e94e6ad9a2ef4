package io.asyncrpc.core.key;

import io.asyncrpc.core.audit.DeedStore;
import io.asyncrpc.core.database.SharedStatement;
import io.asyncrpc.core.task.TaskId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Looks keys up by their hashes, those that are asked for at the same time together, notes that they are used, and that they are when
 * they are good no more: a gateway asks again about such a key once a minute. */
@ApplicationScoped
class ApiKeyCheckStore {
    /** A use is written down so rarely. */
    static final Duration COARSE = Duration.ofMinutes(1);

    private static final SharedStatement.Limits LIMITS = new SharedStatement.Limits(64, 2);

    /** Whoever is locked is being noted by somebody else, or revoked. */
    private static final String CHECK = """
            with asked as (
              select * from unnest($1::bytea[], $4::uuid[]) as a(hash, deed)
            ), found as (
              select a.deed, k.id, k.org, k.role, k.hash, k.last_used_at, least(k.expires_at, p.expires_at) as expires_at,
                case when k.revoked_at is not null or p.revoked_at is not null then 'REVOKED'
                  when least(k.expires_at, p.expires_at) <= $2 then 'EXPIRED' else 'KNOWN' end as answer
              from api_key k left join api_key p on p.id = k.made_with join asked a on a.hash = k.hash
            ), due as (
              select k.id from api_key k join found f on f.id = k.id
              where f.answer = 'KNOWN' and (f.last_used_at is null or f.last_used_at < $3)
              order by k.id for no key update of k skip locked
            ), used as (
              update api_key set last_used_at = $2 where id in (select id from due)
            ), refused as (
              insert into AUDIT
              select deed, $2, org, 'key:' || id, 'LOGINS_REFUSED', 'key_' || lower(answer), '' from found where answer <> 'KNOWN'
            )
            select id, org, role, hash, expires_at, answer from found
            """.replace("AUDIT", DeedStore.TABLE);

    private final Pool pool;
    private final InstantSource clock;
    private final SharedStatement<String, KeyAnswer> shared;

    ApiKeyCheckStore(Pool pool, InstantSource clock, Vertx vertx) {
        this.pool = pool;
        this.clock = clock;
        this.shared = new SharedStatement<>(vertx, LIMITS, this::ask);
    }

    /** @param hash in hexadecimal, lower case */
    Uni<KeyAnswer> check(String hash) {
        return shared.ask(hash);
    }

    private Uni<Function<String, KeyAnswer>> ask(List<String> hashes) {
        Instant now = clock.instant();
        Buffer[] wanted = hashes.stream()
                .distinct()
                .map(hash -> Buffer.buffer(HexFormat.of().parseHex(hash)))
                .toArray(Buffer[]::new);
        return pool.preparedQuery(CHECK)
                .execute(Tuple.of(
                        wanted,
                        now.atOffset(ZoneOffset.UTC),
                        now.minus(COARSE).atOffset(ZoneOffset.UTC),
                        Stream.of(wanted).map(hash -> TaskId.next(now)).toArray(UUID[]::new)))
                .map(rows -> {
                    Map<String, KeyAnswer> found = new HashMap<>();
                    rows.forEach(row -> found.put(
                            HexFormat.of().formatHex(row.getBuffer("hash").getBytes()), read(row)));
                    return hash -> found.getOrDefault(hash, KeyAnswer.UNKNOWN);
                });
    }

    private static KeyAnswer read(Row row) {
        return new KeyAnswer(
                row.getString("answer"),
                row.getUUID("id"),
                row.getString("org"),
                row.getString("role"),
                row.getOffsetDateTime("expires_at").toInstant());
    }
}
