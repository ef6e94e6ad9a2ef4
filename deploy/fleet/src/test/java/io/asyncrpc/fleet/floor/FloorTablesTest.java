package io.asyncrpc.fleet.floor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.fleet.Engines;
import io.asyncrpc.fleet.check.DatabaseSettings;
import io.asyncrpc.fleet.floor.Batch.TaskState;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a real PostgreSQL. */
class FloorTablesTest {

    private static final UUID TASK = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    private static DatabaseSettings database;

    @BeforeAll
    static void findTheServer() throws IOException, InterruptedException {
        database = DatabaseSettings.from(Engines.variables());
    }

    @Test
    void tasksThatEndedOnceAreRightAndLeaveNothingBehind() throws SQLException {
        // Given
        try (FloorTables tables = FloorTables.make(database)) {
            twoThatEnd(tables);

            // When, Then
            assertThat(tables.violations(2)).contains(0L);
            assertThat(find("select string_agg(state, ' ' order by version) from floor.move where id = '" + TASK + "'"))
                    .isEqualTo("NEW LOCKED DONE");
            assertThat(find("select convert_from(body, 'UTF8') from floor.result where id = '" + OTHER + "'"))
                    .isEqualTo("other");
        }
        assertThat(find("select count(*) from pg_namespace where nspname = 'floor'"))
                .isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from floor.result where id = '%s'",
                "delete from floor.payload where id = '%s'",
                "delete from floor.move where id = '%s' and state = 'DONE'",
                "delete from floor.task where id = '%s'",
                "update floor.task set state = 'LOCKED' where id = '%s'",
                "insert into floor.move values ('%s', 9, now(), 'DONE')"
            })
    void aTaskThatIsNotWhatItHasToBeIsCounted(String lie) throws SQLException {
        // Given
        try (FloorTables tables = FloorTables.make(database)) {
            twoThatEnd(tables);
            run(lie.formatted(TASK));

            // When, Then
            assertThat(tables.violations(2)).contains(1L);
        }
    }

    @Test
    void whatAKilledRunLeftBehindIsDropped() throws SQLException {
        // Given
        run("create schema if not exists floor");
        run("create table floor.task (of_another_kind int)");

        // When
        try (FloorTables tables = FloorTables.make(database)) {

            // Then
            assertThat(tables.violations(0)).contains(0L);
        }
    }

    private static void twoThatEnd(FloorTables tables) throws SQLException {
        Batch made = Batch.upTo(0);
        made.made().put(TASK, "a");
        made.made().put(OTHER, "b");
        tables.keep(made);
        Batch moved = Batch.upTo(1);
        moved.moves().put(TASK, TaskState.LOCKED);
        tables.keep(moved);
        Batch ended = Batch.upTo(2);
        ended.moves().put(TASK, TaskState.DONE);
        ended.moves().put(OTHER, TaskState.DONE);
        ended.results().put(TASK, "task".getBytes(UTF_8));
        ended.results().put(OTHER, "other".getBytes(UTF_8));
        tables.keep(ended);
    }

    private static String find(String sql) throws SQLException {
        try (Connection connection = database.openToWrite();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void run(String sql) throws SQLException {
        try (Connection connection = database.openToWrite();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
