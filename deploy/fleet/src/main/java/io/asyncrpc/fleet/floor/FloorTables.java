package io.asyncrpc.fleet.floor;

import io.asyncrpc.fleet.check.DatabaseSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Optional;

/** Tables in a schema of their own, which is there only as long as the run. */
final class FloorTables implements Store {

    static final String SCHEMA = "floor";

    private static final String DROP = "drop schema if exists floor cascade";

    private static final String MAKE = """
            create schema floor;
            create table task (
                id uuid primary key, device text not null, state text not null, revision int not null,
                created timestamptz not null, finished timestamptz
            );
            create table payload (id uuid primary key, payload bytea not null);
            create table result (id uuid primary key, body bytea not null, at timestamptz not null);
            create table move (
                id uuid, version int, at timestamptz not null, state text not null, primary key (id, version)
            )
            """;

    private static final String KEEP = """
            with moved as (
                update task set state = m.state, revision = revision + 1,
                    finished = case when m.state = 'DONE' then now() end
                from unnest(?::uuid[], ?::text[]) as m(id, state) where task.id = m.id
                returning task.id, task.revision, task.state
            ), moves as (
                insert into move select id, revision, now(), state from moved
            ), results as (
                insert into result select id, body, now() from unnest(?::uuid[], ?::bytea[]) as r(id, body)
            ), made as (
                insert into task select id, device, 'NEW', 1, now() from unnest(?::uuid[], ?::text[]) as n(id, device)
                returning id
            ), payloads as (
                insert into payload select id, convert_to(?, 'UTF8') from made
            )
            insert into move select id, 1, now(), 'NEW' from made
            """;

    private static final String JUDGE = """
            select count(*), count(*) filter (where state <> 'DONE' or finished is null or result.id is null
                or payload.id is null or done is distinct from 1 or last is distinct from revision)
            from task left join payload using (id) left join result using (id) left join (
                select id, count(*) filter (where state = 'DONE') as done, max(version) as last from move group by id
            ) moves using (id)
            """;

    private final Connection connection;
    private final PreparedStatement keep;

    private FloorTables(Connection connection, PreparedStatement keep) {
        this.connection = connection;
        this.keep = keep;
    }

    /** Empty ones; those of a run that was killed are dropped. */
    static FloorTables make(DatabaseSettings database) throws SQLException {
        Connection connection = database.in(SCHEMA).openToWrite();
        try (Statement statement = connection.createStatement()) {
            statement.execute(DROP);
            statement.execute(MAKE);
        }
        return new FloorTables(connection, connection.prepareStatement(KEEP));
    }

    @Override
    public void keep(Batch batch) throws SQLException {
        put(1, "uuid", batch.moves().keySet());
        put(2, "text", batch.moves().values());
        put(3, "uuid", batch.results().keySet());
        keep.setArray(
                4, connection.createArrayOf("bytea", batch.results().values().toArray(byte[][]::new)));
        put(5, "uuid", batch.made().keySet());
        put(6, "text", batch.made().values());
        keep.setString(7, Answer.PAYLOAD);
        keep.execute();
    }

    private void put(int index, String type, Collection<?> values) throws SQLException {
        keep.setArray(index, connection.createArrayOf(type, values.toArray()));
    }

    @Override
    public Optional<Long> violations(long made) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(JUDGE)) {
            row.next();
            return Optional.of(row.getLong(2) + Math.abs(row.getLong(1) - made));
        }
    }

    @Override
    public void close() {
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute(DROP);
        } catch (SQLException e) {
            throw new FloorException("the schema " + SCHEMA + " cannot be dropped: " + e.getMessage(), e);
        }
    }
}
