package io.asyncrpc.core.audit;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.List;

/** Where deeds are written down. */
public final class DeedStore {
    /** For statements that do a thing and write it down. */
    public static final String TABLE = "audit_new (id, at, org, actor, action, target, detail)";

    private DeedStore() {}

    /** @param client the transaction in which it is done */
    public static Uni<Void> add(SqlClient client, Deed deed) {
        return client.preparedQuery("insert into " + TABLE + " values ($1, $2, $3, $4, $5, $6, $7)")
                .execute(Tuple.tuple()
                        .addUUID(deed.id())
                        .addOffsetDateTime(deed.at().atOffset(ZoneOffset.UTC))
                        .addString(deed.org())
                        .addString(deed.actor())
                        .addString(deed.action().name())
                        .addString(deed.target())
                        .addString(deed.detail()))
                .replaceWithVoid();
    }

    public static Uni<Void> addAll(SqlClient client, List<Deed> deeds) {
        return Multi.createFrom()
                .iterable(deeds)
                .onItem()
                .transformToUniAndConcatenate(deed -> add(client, deed))
                .collect()
                .last();
    }
}
