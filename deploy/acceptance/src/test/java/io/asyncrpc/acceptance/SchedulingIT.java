package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Installation.variable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may push whom off a processor (docs/adr/0029-batch.md): services and database leave the broker where it runs. */
@Tag(Installation.LAUNCHER)
class SchedulingIT {

    private static final Path STATE = Installation.PROJECT.resolve(variable("IOT_STATE"));
    private static final String SCHED_OTHER = "0";
    private static final String SCHED_BATCH = "3";
    /** Of what follows the name in /proc/PID/stat, whose first field is the third (proc_pid_stat(5)). */
    private static final int POLICY = 41 - 3;

    @ParameterizedTest
    @ValueSource(strings = {"task-core", "api-gateway", "device-bridge", "scheduler", "postgres"})
    void wakesUpWithoutPushing(String name) throws Exception {
        assumeTrue(mayChoose(), "this machine forbids to choose a policy");
        assertThat(policy(name)).isEqualTo(SCHED_BATCH);
    }

    @Test
    void brokerTakesItsProcessorWhenItWakesUp() throws IOException {
        assertThat(policy("rabbitmq")).isEqualTo(SCHED_OTHER);
    }

    private static boolean mayChoose() throws Exception {
        return new ProcessBuilder("chrt", "--batch", "0", "true").start().waitFor() == 0;
    }

    /** Of the first thread; those that it starts have the same. */
    private static String policy(String name) throws IOException {
        String line = Files.readString(Installation.process(STATE, name).resolve("stat"));
        return line.substring(line.lastIndexOf(')') + 2).split(" ")[POLICY];
    }
}
