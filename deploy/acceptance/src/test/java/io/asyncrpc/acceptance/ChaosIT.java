package io.asyncrpc.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** {@code ./iot chaos}: a short run, and one that is ended in the midst of a fault. */
@Isolated("kills and stops what the other tests need")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
@Tag(Installation.LAUNCHER)
class ChaosIT {

    private static final List<String> FAULTS = List.of(
            "kill-task-core", "kill-device-bridge", "restart-rabbitmq", "restart-postgres", "reset-amqp", "poison");
    private static final List<String> SERVICES = List.of("task-core", "device-bridge", "scheduler", "api-gateway");

    @TempDir
    Path folder = Path.of("");

    @Test
    void nothingIsLostByFaultsAndTheSystemRecoversByItself() throws Exception {
        // When: a machine of tests may be slow, so that a recovery may take longer than is promised
        Process chaos = start("--faults", String.join(",", FAULTS), "--devices", "30", "--rate", "15", "--limit", "90");
        int code = chaos.waitFor();

        // Then
        String told = told();
        FAULTS.forEach(fault -> assertThat(told).contains("| `" + fault + "` |"));
        assertThat(told)
                .contains("checker: 0 violations")
                .contains("The checker found nothing, and nothing but the poison was put away.");
        assertThat(code).as(told).isZero();
        assertAsBefore();
    }

    @Test
    void endedInTheMidstOfAFaultItLeavesTheSystemAsItWas() throws Exception {
        // Given
        Process chaos = start("--faults", "stop-rabbitmq", "--devices", "10", "--rate", "5");
        Awaitility.await("a fault began")
                .atMost(Duration.ofMinutes(4))
                .until(() -> told().contains("SIGSTOP") || !chaos.isAlive());

        // When
        chaos.destroy();
        boolean ended = chaos.waitFor(90, TimeUnit.SECONDS);

        // Then
        assertThat(ended).as(told()).isTrue();
        assertThat(chaos.exitValue()).as(told()).isEqualTo(143);
        assertAsBefore();
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("./iot", "chaos"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(Installation.PROJECT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("told").toFile())
                .start();
    }

    private String told() throws IOException {
        return Installation.read(folder.resolve("told"));
    }

    /** Every service is ready, and none has the tool's ports or another time. */
    private static void assertAsBefore() throws Exception {
        Path state = Installation.PROJECT.resolve(Installation.variable("IOT_STATE"));
        assertThat(state.resolve("chaos")).doesNotExist();
        String port = "RABBITMQ_PORT=" + Installation.variable("RABBITMQ_PORT");
        for (String service : SERVICES) {
            Path process = Installation.process(state, service);
            String environment = new String(Files.readAllBytes(process.resolve("environ")), UTF_8);
            assertThat(environment.split("\0")).contains(port).noneMatch(entry -> entry.startsWith("LD_PRELOAD"));
        }
        Organisation organisation = Organisation.fresh();
        try (TestDevice device = TestDevice.connect(organisation.hire())) {
            String id = organisation.operator().submit(device.id(), "open", "");
            device.hear("tsk", word -> word.isAbout(id), Duration.ofSeconds(30));
        }
    }
}
