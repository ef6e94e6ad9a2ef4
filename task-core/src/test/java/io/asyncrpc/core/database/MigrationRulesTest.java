package io.asyncrpc.core.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Migrations only add what the release before does not mind (docs/operations.md, "Upgrade"). */
class MigrationRulesTest {

    /** The newest one of the last release, v0.1.0; older ones were before there was one to run beside. */
    private static final int RELEASED = 16;

    private static final Path FOLDER = Path.of("src/main/resources/db/migration");
    private static final Pattern NAME = Pattern.compile("V(\\d+)__\\w+\\.sql");

    /** What nobody of the release before uses any more may go: the first line says since when. */
    private static final String CONTRACTS = "-- contract: ";

    /** What breaks the release before while it still runs, or holds its statements up. */
    private static final List<Pattern> FORBIDDEN = Stream.of(
                    "\\bdrop (table|column|view|function|type|schema)\\b",
                    "\\brename\\b",
                    "\\balter (column )?\\w+ (set data )?type\\b",
                    "\\bset not null\\b",
                    "\\badd (column )?\\w+ [^;,]*\\bnot null\\b(?![^;,]*\\bdefault\\b)",
                    "\\badd (constraint \\w+ )?(check|unique|foreign key)\\b",
                    "\\b(truncate|lock table|vacuum full|cluster)\\b")
            .map(Pattern::compile)
            .toList();

    static Stream<Path> unreleased() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> version(file) > RELEASED).toList().stream();
        }
    }

    @Test
    void whatACoreLooksForIsTheLastOne() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            int last = files.mapToInt(MigrationRulesTest::version).max().orElseThrow();
            assertThat(SchemaRunner.NEWEST).isEqualTo(String.valueOf(last));
        }
    }

    @ParameterizedTest
    @MethodSource("unreleased")
    void theReleaseBeforeRunsOnWithIt(Path migration) throws IOException {
        assertThat(broken(Files.readString(migration))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop table task_payload;",
                "alter table task drop column method;",
                "alter table task rename to call;",
                "alter table task rename column method to name;",
                "alter table task alter column attempt type bigint;",
                "alter table task alter column external_id set not null;",
                "alter table task add column place text not null;",
                "alter table task add check (attempt < 11);",
                "-- why\nlock table task;",
            })
    void whatBreaksItIsFound(String migration) {
        assertThat(broken(migration)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- why\nalter table task add column place text;",
                "alter table task add column place text not null default 'here';",
                "create table place (id uuid primary key, name text not null unique);",
                "alter table device_event alter column dev_event_id drop not null;",
                "-- contract: v0.2.0 did not use it any more\nalter table task drop column method;",
            })
    void whatItDoesNotMindIsNot(String migration) {
        assertThat(broken(migration)).isEmpty();
    }

    @Test
    void theReleasedOnesAreThere() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.mapToInt(MigrationRulesTest::version)).contains(1, RELEASED);
        }
    }

    private static List<String> broken(String migration) {
        if (migration.startsWith(CONTRACTS)) {
            return List.of();
        }
        String statements =
                migration.replaceAll("--[^\\n]*", "").replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        return FORBIDDEN.stream()
                .flatMap(pattern -> pattern.matcher(statements).results())
                .map(found -> found.group())
                .toList();
    }

    private static int version(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? Integer.parseInt(name.group(1)) : 0;
    }
}
