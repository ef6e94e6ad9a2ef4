package io.asyncrpc.fleet.check;

import io.asyncrpc.fleet.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The core's tables in a schema of their own, as its migrations make them, on the server of {@code ./iot engines}. */
final class OwnTables implements AutoCloseable {
    private static final Path PROJECT = Path.of("..", "..");
    private static final Path MIGRATIONS = PROJECT.resolve("task-core/src/main/resources/db/migration");
    private static final String NAME = "fleet_check";

    final DatabaseSettings settings;
    private final Connection connection;

    OwnTables() throws IOException, InterruptedException, SQLException {
        DatabaseSettings core = DatabaseSettings.from(Engines.variables());
        settings = new DatabaseSettings(core.host(), core.port(), core.database(), core.user(), core.password(), NAME);
        connection = DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s?currentSchema=%s"
                        .formatted(core.host(), core.port(), core.database(), NAME),
                core.user(),
                core.password());
        run("drop schema if exists " + NAME + " cascade");
        run("create schema " + NAME);
        for (Path migration : migrations()) {
            run(Files.readString(migration));
        }
    }

    /** A connection on which a test may tell lies: rolled back at its end. */
    Connection connection() {
        return connection;
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        run("drop schema " + NAME + " cascade");
        connection.close();
    }

    private static List<Path> migrations() throws IOException {
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            return files.filter(file -> file.getFileName().toString().startsWith("V"))
                    .sorted(Comparator.comparing(OwnTables::version))
                    .toList();
        }
    }

    private static int version(Path migration) {
        return Integer.parseInt(migration.getFileName().toString().replaceAll("\\AV(\\d+)__.*", "$1"));
    }
}
