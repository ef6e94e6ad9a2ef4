package io.asyncrpc.core.key;

import io.asyncrpc.core.audit.Action;
import io.asyncrpc.core.audit.Deed;
import io.asyncrpc.core.audit.DeedStore;
import io.asyncrpc.core.caller.Actor;
import io.asyncrpc.core.task.TaskId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keys as admins see them. */
@ApplicationScoped
class ApiKeyStore {
    /** Of an organisation: those that are good, and those made in the last 24 hours, so that rows do not grow without end. */
    static final int MOST = 1_000;

    private static final String SHOWN =
            "id, role, description, created_at, created_by, expires_at, last_used_at, revoked_at";

    private static final Duration KEPT = Duration.ofDays(90);

    private final Pool pool;

    ApiKeyStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * A key with which another one is to be made.
     *
     * @param wasMadeWithOne whether it was made with a key itself
     */
    record Maker(Instant expiresAt, boolean wasMadeWithOne) {}

    Uni<Optional<Maker>> maker(UUID id) {
        return pool.preparedQuery("select expires_at, made_with from api_key where id = $1")
                .execute(Tuple.of(id))
                .map(rows ->
                        first(rows).map(row -> new Maker(at(row, "expires_at"), row.getUUID("made_with") != null)));
    }

    /** @return empty if the organisation has as many as it may have */
    Uni<Optional<ApiKey>> make(String org, ApiKey key, byte[] hash, Actor actor) {
        return pool.withTransaction(connection -> forget(connection, org, key.createdAt())
                .chain(() -> connection
                        .preparedQuery("""
                        insert into api_key (id, org, role, description, hash, created_at, created_by, made_with, expires_at)
                        select $1, $2, $3, $4, $5, $6::timestamptz, $7, $8, $9
                        where (select count(*) from api_key where org = $2
                          and (created_at > $6::timestamptz - interval '24 h' or revoked_at is null and expires_at > $6::timestamptz)) < $10
                        """)
                        .execute(Tuple.from(Arrays.<@Nullable Object>asList(
                                key.id(),
                                org,
                                key.role(),
                                key.description(),
                                Buffer.buffer(hash),
                                utc(key.createdAt()),
                                actor.name(),
                                actor.key().orElse(null),
                                utc(key.expiresAt()),
                                MOST)))
                        .chain(rows -> rows.rowCount() == 1
                                ? DeedStore.add(connection, made(org, key)).replaceWith(Optional.of(key))
                                : Uni.createFrom().item(Optional.empty()))));
    }

    /** What ended a quarter of a year ago, and made no others that are kept. */
    private static Uni<Void> forget(SqlClient client, String org, Instant now) {
        return client.preparedQuery("""
                        delete from api_key k where org = $1 and least(revoked_at, expires_at) < $2
                          and not exists (select from api_key c where c.made_with = k.id)
                        """)
                .execute(Tuple.of(org, utc(now.minus(KEPT))))
                .replaceWithVoid();
    }

    private static Deed made(String org, ApiKey key) {
        return new Deed(
                TaskId.next(key.createdAt()),
                key.createdAt(),
                org,
                key.createdBy(),
                Action.KEY_MADE,
                key.id().toString(),
                key.role() + " until " + key.expiresAt());
    }

    Uni<Optional<ApiKey>> find(String org, UUID id) {
        return pool.preparedQuery("select " + SHOWN + " from api_key where org = $1 and id = $2")
                .execute(Tuple.of(org, id))
                .map(rows -> first(rows).map(ApiKeyStore::read));
    }

    /** Newest first. */
    Uni<List<ApiKey>> list(String org, @Nullable UUID before, int most) {
        return pool.preparedQuery("select " + SHOWN + """
                         from api_key where org = $1 and ($2::uuid is null or id < $2) order by id desc limit $3
                        """)
                .execute(Tuple.of(org, before, most))
                .map(rows -> {
                    List<ApiKey> keys = new ArrayList<>(rows.size());
                    rows.forEach(row -> keys.add(read(row)));
                    return keys;
                });
    }

    /** @return whether there is such a key; it is revoked now, if it was not before */
    Uni<Boolean> revoke(String org, UUID id, Actor actor, Instant now) {
        Deed deed = new Deed(TaskId.next(now), now, org, actor.name(), Action.KEY_REVOKED, id.toString(), "");
        return pool.withTransaction(connection -> connection
                .preparedQuery("update api_key set revoked_at = $3 where org = $1 and id = $2 and revoked_at is null")
                .execute(Tuple.of(org, id, utc(now)))
                .chain(rows -> rows.rowCount() == 1
                        ? DeedStore.add(connection, deed).replaceWith(true)
                        : exists(connection, org, id)));
    }

    private static Uni<Boolean> exists(SqlClient client, String org, UUID id) {
        return client.preparedQuery("select 1 from api_key where org = $1 and id = $2")
                .execute(Tuple.of(org, id))
                .map(rows -> rows.size() == 1);
    }

    private static Optional<Row> first(Iterable<Row> rows) {
        for (Row row : rows) {
            return Optional.of(row);
        }
        return Optional.empty();
    }

    private static ApiKey read(Row row) {
        return new ApiKey(
                row.getUUID("id"),
                row.getString("role"),
                row.getString("description"),
                at(row, "created_at"),
                row.getString("created_by"),
                at(row, "expires_at"),
                orNull(row.getOffsetDateTime("last_used_at")),
                orNull(row.getOffsetDateTime("revoked_at")));
    }

    private static Instant at(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    private static @Nullable Instant orNull(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
