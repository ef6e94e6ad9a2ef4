package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Installation.variable;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The core's tables, in which a test may tell a lie about one task and take it back. */
final class CoreTables implements AutoCloseable {

    private static final List<String> TABLES = List.of("task", "task_payload", "task_move", "task_result");

    private final Connection connection;

    CoreTables() throws SQLException {
        connection = DriverManager.getConnection(
                "jdbc:postgresql://%s:%s/%s?currentSchema=core"
                        .formatted(variable("POSTGRES_HOST"), variable("POSTGRES_PORT"), variable("POSTGRES_DB")),
                variable("POSTGRES_USER"),
                variable("POSTGRES_PASSWORD"));
    }

    /** The first column of the first row. */
    String find(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            if (!found.next()) {
                throw new AssertionError("the run has nothing like this: " + sql);
            }
            return found.getString(1);
        }
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Keeps what the tables tell of a task. */
    void keep(String task) throws SQLException {
        for (String table : TABLES) {
            run("create temporary table kept_%1$s as select * from %1$s where %2$s = '%3$s'"
                    .formatted(table, key(table), task));
        }
    }

    void restore(String task) throws SQLException {
        connection.setAutoCommit(false);
        for (String table : TABLES) {
            run("delete from %1$s where %2$s = '%3$s'".formatted(table, key(table), task));
            run("insert into %1$s select * from kept_%1$s".formatted(table));
            run("drop table kept_" + table);
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static String key(String table) {
        return table.equals("task") ? "id" : "task_id";
    }
}
