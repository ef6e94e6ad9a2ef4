package io.asyncrpc.fleet.bench;

import io.asyncrpc.fleet.check.DatabaseSettings;
import io.asyncrpc.fleet.load.Installation;
import io.asyncrpc.fleet.load.Waiters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Very many tasks that wait for devices that are away. Some of each device are submitted like any other; the rest are
 * copies, in the database, of the last of those, which is one that does not ring any more because enough others do.
 */
final class Backlog {

    private static final int TASKS_OF_A_DEVICE = 1_000;
    private static final int SUBMITTED = 10;
    private static final List<String> COPIED = List.of("task_payload", "task_move");

    private final Installation place;
    private final DatabaseSettings database;
    private final String organisation;

    /** @param organisation in which nothing else is */
    Backlog(Installation place, DatabaseSettings database, String organisation) {
        this.place = place;
        this.database = database;
        this.organisation = organisation;
    }

    String token() {
        return place.tokens().admin(organisation);
    }

    String anyDevice() {
        return device(0);
    }

    void register() {
        try (Waiters waiters = new Waiters(place.api(), token())) {
            waiters.register(List.of(anyDevice()));
        }
    }

    /** Adds what is missing of so many; those of earlier runs are still there. Gives how many wait now. */
    long fill(int tasks) {
        List<String> devices = IntStream.range(0, (tasks + TASKS_OF_A_DEVICE - 1) / TASKS_OF_A_DEVICE)
                .mapToObj(this::device)
                .toList();
        try (Connection connection = database.openToWrite()) {
            if (waiting(connection) < tasks) {
                try (Waiters waiters = new Waiters(place.api(), token())) {
                    waiters.register(devices);
                    waiters.submit(devices, SUBMITTED);
                }
                copy(connection, (int) ((tasks - waiting(connection)) / devices.size()));
            }
            return waiting(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("the backlog cannot be made", e);
        }
    }

    private String device(int index) {
        return "%s-%05d".formatted(organisation, index);
    }

    private long waiting(Connection connection) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select count(*) from task where org = ? and finished_at is null")) {
            query.setString(1, organisation);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private void copy(Connection connection, int each) throws SQLException {
        if (each <= 0) {
            return;
        }
        connection.setAutoCommit(false);
        try (PreparedStatement copies = connection.prepareStatement("""
                create temp table copy on commit drop as
                select last.id as template_id, (left(last.id::text, 24) || right(gen_random_uuid()::text, 12))::uuid as copy_id
                from (select distinct on (device_id) id from task
                      where org = ? and finished_at is null order by device_id, id desc) last
                cross join generate_series(1, ?)
                """);
                Statement insert = connection.createStatement()) {
            copies.setString(1, organisation);
            copies.setInt(2, each);
            copies.executeUpdate();
            insert.executeUpdate(insert(connection, "task", "id"));
            for (String table : COPIED) {
                insert.executeUpdate(insert(connection, table, "task_id"));
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
        try (Statement analyze = connection.createStatement()) {
            analyze.execute("analyze task, task_payload, task_move");
        }
    }

    private static String insert(Connection connection, String table, String id) throws SQLException {
        String columns = columns(connection, table, id);
        return "insert into %1$s (%2$s, %3$s) select copy_id, %3$s from copy join %1$s on %2$s = template_id"
                .formatted(table, id, columns);
    }

    private static String columns(Connection connection, String table, String id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                select string_agg(quote_ident(column_name), ', ' order by ordinal_position) from information_schema.columns
                where table_schema = current_schema() and table_name = ? and column_name <> ?
                """)) {
            query.setString(1, table);
            query.setString(2, id);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
