package io.asyncrpc.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages with commands do what they say, copied and pasted into a shell from top to bottom. */
@Execution(ExecutionMode.CONCURRENT)
@Tag(Installation.LAUNCHER)
class QuickstartIT {

    private static final String MARK = "===== end of step ";

    @ParameterizedTest
    @ValueSource(strings = {"docs/quickstart.md", "docs/stories.md", "pki/README.md"})
    void everyCommandPrintsWhatThePageShows(String page) throws Exception {
        // Given
        List<Quickstart> steps = Quickstart.read(Installation.read(Installation.PROJECT.resolve(page)));
        String script = IntStream.range(0, steps.size())
                .mapToObj(i -> steps.get(i).commands() + "echo; echo '" + MARK + i + "'\n")
                .collect(Collectors.joining());

        // When
        Process shell = new ProcessBuilder("bash", "-eu", "-o", "pipefail", "-c", script)
                .directory(Installation.PROJECT.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), UTF_8);
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();

        // Then
        assertThat(shell.exitValue()).as("%s", output).isZero();
        String[] printed = output.split(MARK + "\\d+\\n");
        assertThat(printed).as("%s", output).hasSameSizeAs(steps);
        for (int i = 0; i < printed.length; i++) {
            assertThat(Quickstart.withoutChance(printed[i]))
                    .as("printed by%n%s", steps.get(i).commands())
                    .isEqualTo(Quickstart.withoutChance(steps.get(i).output()));
        }
    }
}
