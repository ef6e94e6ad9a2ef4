package io.asyncrpc.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the init containers fill in. */
class FillTest {
    private static final String HASH = "aGFzaC9vZithLXBhc3N3b3Jk&+/==";

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "CORE_RABBITMQ_HASH", HASH,
            "BRIDGE_RABBITMQ_HASH", HASH,
            "SCHEDULER_RABBITMQ_HASH", HASH,
            "GATEWAY_RABBITMQ_HASH", HASH));

    @Test
    void everyBlankIsFilledToTheLetter(@TempDir Path folder) throws Exception {
        // When
        int exit = fill(folder);

        // Then
        assertThat(exit).isZero();
        assertThat(Files.readString(folder.resolve("filled")))
                .isEqualTo(Files.readString(Path.of("../rabbitmq/definitions.json"))
                        .replaceAll("@[A-Z_]+@", java.util.regex.Matcher.quoteReplacement(HASH)));
        assertThat(folder.resolve("filled.sed")).doesNotExist();
    }

    @Test
    void aBlankThatNobodyFillsStopsThePod(@TempDir Path folder) throws Exception {
        // Given
        environment.remove("GATEWAY_RABBITMQ_HASH");

        // When
        int exit = fill(folder);

        // Then
        assertThat(exit).isNotZero();
        assertThat(folder.resolve("filled")).doesNotExist();
    }

    private int fill(Path folder) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        "sh",
                        "base/fill.sh",
                        "../rabbitmq/definitions.json",
                        folder.resolve("filled").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }
}
