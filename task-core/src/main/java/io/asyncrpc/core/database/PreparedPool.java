package io.asyncrpc.core.database;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The pool whose statements are planned once: planning one over all partitions costs several times what running it does.
 * By itself the client prepares a text of more than 2,048 characters anew each time it is used, and the server makes a
 * plan for just these parameters where that looks cheaper.
 *
 * <p>A plan that is kept must not hold only for tables as they are at its making: one of a table that was empty then read all of it
 * for each row when it was not. So an index is used wherever there is one, and no plan is compiled.
 */
@Singleton
class PreparedPool implements PgPoolCreator {
    private static final int LONGEST_STATEMENT = 16_384;

    @Override
    public Pool create(Input input) {
        input.pgConnectOptionsList()
                .forEach(options -> options.setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT)
                        .addProperty("plan_cache_mode", "force_generic_plan")
                        .addProperty("enable_seqscan", "off")
                        .addProperty("jit", "off")
                        .addProperty("default_statistics_target", "10")); // for the core's own analyze
        return PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }
}
