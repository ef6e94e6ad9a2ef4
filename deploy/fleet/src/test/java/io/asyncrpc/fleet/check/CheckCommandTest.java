package io.asyncrpc.fleet.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What could not be checked is not called clean. */
class CheckCommandTest {
    private static final Map<String, String> NOWHERE = Map.of(
            "POSTGRES_HOST", "127.0.0.1",
            "POSTGRES_PORT", "1",
            "POSTGRES_DB", "none",
            "POSTGRES_USER", "nobody",
            "POSTGRES_PASSWORD", "secret");

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Path folder;

    CheckCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aFolderWithoutARecordIsNoRun() {
        // When
        int code = check(NOWHERE);

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(said.toString(UTF_8)).contains("has no record.jsonl");
    }

    @Test
    void aRunThatDoesNotTellWhatItWasCannotBeChecked() throws IOException {
        // Given
        Files.writeString(folder.resolve("record.jsonl"), "");

        // When
        int code = check(NOWHERE);

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(said.toString(UTF_8)).contains("could not be checked");
    }

    @Test
    void withoutADatabaseNothingIsChecked() throws IOException {
        // Given
        Files.writeString(folder.resolve("record.jsonl"), "");
        Files.writeString(folder.resolve("run.json"), "{\"run\":\"r\",\"orgs\":[\"o\"]}");

        // When
        int code = check(NOWHERE);

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(said.toString(UTF_8)).contains("could not be checked").doesNotContain("secret");
    }

    @Test
    void saysWhichVariableIsMissing() throws IOException {
        // Given
        Files.writeString(folder.resolve("record.jsonl"), "");

        // When
        int code = check(Map.of());

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(said.toString(UTF_8)).contains("POSTGRES_HOST is not set");
    }

    private int check(Map<String, String> environment) {
        PrintStream print = new PrintStream(said, true, UTF_8);
        return CheckCommand.run(folder, environment, print, print);
    }
}
