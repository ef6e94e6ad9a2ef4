package io.asyncrpc.core.certificate;

import io.asyncrpc.core.audit.Deed;
import io.asyncrpc.core.audit.DeedStore;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What was issued for which registration. */
@ApplicationScoped
class CertificateStore {
    private static final int MOST_SHOWN = 100;
    private static final String SHOWN =
            "c.serial, c.not_before, c.not_after, c.issued_at, c.first_used_at, c.revoked_at, c.reason, c.chain";

    private final Pool pool;

    /**
     * A registration that a certificate is wanted for.
     *
     * @param newestBegin of its certificates; {@code null} if it has none
     * @param good certificates that are neither revoked nor over
     */
    record Place(UUID uid, String deviceId, @Nullable Instant newestBegin, int good) {}

    /**
     * A certificate that was signed and nobody has yet.
     *
     * @param request what it was asked for with, by its SHA-256
     * @param key likewise
     */
    record Draft(UUID uid, String deviceId, byte[] request, byte[] key, IssuedCertificate certificate) {}

    /** What came of it. */
    sealed interface Kept {
        record Stored(IssuedCertificate certificate) implements Kept {}

        /** The same request was answered before, with this one. */
        record Repeated(IssuedCertificate certificate) implements Kept {}

        /** Another begins in the same second. */
        record Taken() implements Kept {}

        /** Nobody may have that key any more. */
        record Compromised() implements Kept {}

        /** The registration has ended. */
        record Gone() implements Kept {}
    }

    CertificateStore(Pool pool) {
        this.pool = pool;
    }

    Uni<Optional<Place>> place(String org, String deviceId, Instant now) {
        return pool.preparedQuery("""
                        select d.uid, max(c.not_before) as newest,
                          count(*) filter (where c.revoked_at is null and c.not_after > $3) as good
                        from device d left join device_certificate c on c.device_uid = d.uid
                        where d.org = $1 and d.device_id = $2 and d.deleted_at is null group by d.uid
                        """)
                .execute(Tuple.of(org, deviceId, utc(now)))
                .map(rows -> first(rows)
                        .map(row -> new Place(
                                row.getUUID("uid"), deviceId, instant(row, "newest"), row.getInteger("good"))));
    }

    /** Of all devices that the organisation has or had, those that the list still has to hold. Reads the list of all. */
    Uni<Integer> takenBack(String org, Instant now) {
        return pool.preparedQuery("""
                        select count(*) as taken_back from device o join device_certificate r on r.device_uid = o.uid
                        where o.org = $1 and r.revoked_at is not null and r.not_after > $2
                        """)
                .execute(Tuple.of(org, utc(now)))
                .map(rows -> rows.iterator().next().getInteger("taken_back"));
    }

    /** What was issued for that request not long ago. */
    Uni<Optional<IssuedCertificate>> repeated(UUID uid, byte[] request, Instant since) {
        return pool.withConnection(connection -> repeated(connection, uid, request, since));
    }

    /** One after another for a registration, and none for one that has ended. */
    Uni<Kept> keep(Draft draft, Instant repeatedSince, Deed deed) {
        return pool.withTransaction(connection -> connection
                .preparedQuery("select 1 from device where uid = $1 and deleted_at is null for no key update")
                .execute(Tuple.of(draft.uid()))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(new Kept.Gone())
                        : repeated(connection, draft.uid(), draft.request(), repeatedSince)
                                .chain(before -> before.<Uni<Kept>>map(
                                                it -> Uni.createFrom().item(new Kept.Repeated(it)))
                                        .orElseGet(() -> insertUnlessCompromised(connection, draft, deed)))));
    }

    private static Uni<Optional<IssuedCertificate>> repeated(
            SqlConnection connection, UUID uid, byte[] request, Instant since) {
        return connection
                .preparedQuery("select " + SHOWN + """
                         from device_certificate c
                        where c.device_uid = $1 and c.request = $2 and c.issued_at > $3 and c.revoked_at is null limit 1
                        """)
                .execute(Tuple.of(uid, Buffer.buffer(request), utc(since)))
                .map(rows -> first(rows).map(CertificateStore::issued));
    }

    private static Uni<Kept> insertUnlessCompromised(SqlConnection connection, Draft draft, Deed deed) {
        return WithdrawalStore.isCompromised(connection, draft.key())
                .chain(compromised ->
                        compromised ? Uni.createFrom().item(new Kept.Compromised()) : insert(connection, draft, deed));
    }

    private static Uni<Kept> insert(SqlConnection connection, Draft draft, Deed deed) {
        IssuedCertificate it = draft.certificate();
        return connection
                .preparedQuery("""
                        insert into device_certificate
                          (serial, device_uid, device_id, request, key_hash, chain, not_before, not_after, issued_at)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (device_uid, not_before) do nothing
                        """)
                .execute(Tuple.from(List.of(
                        it.serial(),
                        draft.uid(),
                        draft.deviceId(),
                        Buffer.buffer(draft.request()),
                        Buffer.buffer(draft.key()),
                        it.chain(),
                        utc(it.notBefore()),
                        utc(it.notAfter()),
                        utc(it.issuedAt()))))
                .chain(rows -> rows.rowCount() == 1
                        ? DeedStore.add(connection, deed).replaceWith(new Kept.Stored(it))
                        : Uni.createFrom().item(new Kept.Taken()));
    }

    /** Newest first; empty if the organisation has no such device. */
    Uni<Optional<List<IssuedCertificate>>> list(String org, String deviceId) {
        return pool.preparedQuery("select " + SHOWN + """
                         from device d left join device_certificate c on c.device_uid = d.uid
                        where d.org = $1 and d.device_id = $2 and d.deleted_at is null
                        order by c.not_before desc limit $3
                        """)
                .execute(Tuple.of(org, deviceId, MOST_SHOWN))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(StreamSupport.stream(rows.spliterator(), false)
                                .filter(row -> row.getString("serial") != null)
                                .map(CertificateStore::issued)
                                .toList()));
    }

    Uni<Optional<IssuedCertificate>> find(String org, String deviceId, String serial) {
        return pool.preparedQuery("select " + SHOWN + """
                         from device d join device_certificate c on c.device_uid = d.uid
                        where d.org = $1 and d.device_id = $2 and d.deleted_at is null and c.serial = $3
                        """)
                .execute(Tuple.of(org, deviceId, serial))
                .map(rows -> first(rows).map(CertificateStore::issued));
    }

    private static IssuedCertificate issued(Row row) {
        return new IssuedCertificate(
                row.getString("serial"),
                row.getOffsetDateTime("not_before").toInstant(),
                row.getOffsetDateTime("not_after").toInstant(),
                row.getOffsetDateTime("issued_at").toInstant(),
                instant(row, "first_used_at"),
                instant(row, "revoked_at"),
                row.getString("reason"),
                row.getString("chain"));
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }

    private static @Nullable Instant instant(Row row, String name) {
        OffsetDateTime at = row.getOffsetDateTime(name);
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
