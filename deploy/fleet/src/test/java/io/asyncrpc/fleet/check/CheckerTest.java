package io.asyncrpc.fleet.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checker believes an honest run, and no lie. */
class CheckerTest {
    static Path folder;
    static OwnTables tables;
    static HonestRun run;
    static String record;

    @BeforeAll
    static void makeAnHonestRun(@TempDir Path empty) throws IOException, InterruptedException, SQLException {
        folder = empty;
        tables = new OwnTables();
        run = new HonestRun(folder, new Rows(tables.connection()));
        record = Files.readString(folder.resolve("record.jsonl"));
        tables.connection().setAutoCommit(false);
    }

    @AfterAll
    static void dropTables() throws SQLException {
        tables.connection().setAutoCommit(true);
        tables.close();
    }

    @AfterEach
    void takeTheLieBack() throws IOException, SQLException {
        tables.connection().rollback();
        Files.writeString(folder.resolve("record.jsonl"), record);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1_000})
    void anHonestRunBreaksNoRuleHoweverItIsCut(int tasksInSpan) throws Exception {
        // When
        Report report = Checker.check(folder, tables.connection(), tasksInSpan);

        // Then
        assertThat(report.violations()).isEmpty();
        assertThat(report.isClean()).isTrue();
        assertThat(report.counts())
                .containsEntry("tasks", 9L)
                .containsEntry("accepted tasks", 8L)
                .containsEntry("lost calls", 2L)
                .containsEntry("idempotency keys", 2L)
                .containsEntry("numbered events", 1L);
    }

    @Test
    void readsOverAConnectionOfItsOwn() throws Exception {
        // When
        Report report = Checker.check(folder, tables.settings);

        // Then
        assertThat(report.violations()).isEmpty();
        assertThat(report.counts()).containsEntry("tasks", 9L);
    }

    @Test
    void aRecordThatBreaksOffIsReadUpToThere() throws Exception {
        // Given
        Files.writeString(folder.resolve("record.jsonl"), record + "\n{\"k\":\"say\",\"t\":17");

        // When
        Report report = Checker.check(folder, tables.connection(), 3);

        // Then
        assertThat(report.violations()).isEmpty();
        assertThat(report.counts()).containsEntry("lines", record.lines().count());
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left)
                    .extracting(Path::getFileName)
                    .extracting(Path::toString)
                    .containsExactlyInAnyOrder("record.jsonl", "run.json");
        }
    }

    @ParameterizedTest
    @MethodSource({"io.asyncrpc.fleet.check.LiesAboutLives#all", "io.asyncrpc.fleet.check.LiesAboutTraces#all"})
    void noLieIsBelieved(Lie lie) throws Exception {
        // Given
        Files.writeString(folder.resolve("record.jsonl"), lie.toldIn(record, run));
        tables.run(lie.sql(run));

        // When
        Report report = Checker.check(folder, tables.connection(), 3);

        // Then
        assertThat(report.isClean()).isFalse();
        assertThat(report.violations()).hasSizeLessThan(4).anySatisfy(violation -> {
            assertThat(violation.rule()).isEqualTo(lie.broken());
            assertThat(violation.text()).contains(lie.about().apply(run));
        });
    }
}
