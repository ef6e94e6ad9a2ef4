package io.asyncrpc.core.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/** What the database says of its own version. */
@Singleton
class SchemaStore {
    private static final String IS_DONE = """
            select exists (select from flyway_schema_history where version = $1::text and success)
              and not exists (select from restoration where taken_at is null)
            """;

    private final Pool pool;

    SchemaStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * @param version of a migration, such as {@code 18} or a later one
     * @return whether that migration is there, and nothing of a restore is left to be done after it; a failure where
     *     there are no tables yet
     */
    Uni<Boolean> isDone(String version) {
        return pool.preparedQuery(IS_DONE)
                .execute(Tuple.of(version))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }
}
