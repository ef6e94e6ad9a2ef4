package io.asyncrpc.core.house;

import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;

/** The core's tables once more, empty, where a test may turn the clock and drop what it likes. */
public final class OwnSchema {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String name;
    private final Pool pool;

    /** @param version of the migrations to stop at, such as {@code 1} or {@code latest} */
    public OwnSchema(String name, String version, Vertx vertx) {
        this.name = name;
        migrations("latest").clean();
        migrate(version);
        PgConnectOptions options = PgConnectOptions.fromUri(Tokens.config("quarkus.datasource.reactive.url"))
                .setUser(Tokens.config("quarkus.datasource.username"))
                .setPassword(Tokens.config("quarkus.datasource.password"))
                .addProperty("search_path", name)
                .setCachePreparedStatements(true);
        pool = Pool.newInstance(
                io.vertx.sqlclient.Pool.pool(vertx.getDelegate(), options, new PoolOptions().setMaxSize(8)));
    }

    /** @return how many migrations it took */
    public int migrate(String version) {
        return migrations(version).migrate().migrationsExecuted;
    }

    public void empty() {
        migrations("latest").clean();
    }

    private Flyway migrations(String version) {
        return Flyway.configure()
                .dataSource(
                        Tokens.config("quarkus.datasource.jdbc.url"),
                        Tokens.config("quarkus.datasource.username"),
                        Tokens.config("quarkus.datasource.password"))
                .schemas(name)
                .defaultSchema(name)
                .target(MigrationVersion.fromVersion(version))
                .cleanDisabled(false)
                .load();
    }

    public Pool pool() {
        return pool;
    }

    public List<Row> rows(String sql, Object... parameters) {
        List<Row> rows = new ArrayList<>();
        pool.preparedQuery(sql)
                .execute(Tuple.from(List.of(parameters)))
                .await()
                .atMost(PATIENCE)
                .forEach(rows::add);
        return rows;
    }

    public long count(String from, Object... parameters) {
        return rows("select count(*) from " + from, parameters).getFirst().getLong(0);
    }

    public void drop() {
        pool.close().await().atMost(PATIENCE);
        migrations("latest").clean();
    }
}
