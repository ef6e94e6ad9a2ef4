package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** {@code ./iot bench floor}: a plain program in the services' place, which are there again however it ends. */
@Isolated("stops the services, whose queue it reads")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Tag(Installation.LAUNCHER)
class FloorIT {

    private static final List<String> SHORT = List.of("--devices", "5", "--seconds", "3", "--warm-up", "1", "--json");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Organisation organisation = Organisation.fresh();

    @TempDir
    Path folder = Path.of("");

    @Test
    void aShortRunIsAnsweredAndCheckedAndTold() throws Exception {
        // When
        Launcher floor = Launcher.run(shortly("bench", "floor"));

        // Then
        JsonNode json = told(floor.output());
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "scenario",
                        "roundTripsPerSecond",
                        "answeredPercent",
                        "latencyMs",
                        "cpuSecondsPer1000",
                        "rssMb",
                        "database",
                        "checker");
        assertThat(json.path("answeredPercent").asDouble()).isEqualTo(100);
        assertThat(json.path("roundTripsPerSecond").asDouble()).isGreaterThan(10);
        assertThat(json.path("rssMb").fieldNames())
                .toIterable()
                .as("the services do not run")
                .containsExactly("postgres", "rabbitmq", "fleet");
        assertThat(json.at("/checker/violations").asInt(-1)).isZero();
        assertThat(floor.exitCode()).as(floor.output()).isZero();
        assertAsBefore();
    }

    @Test
    void nothingOfARunIsLeftInTheQueueSoThatAnotherMayBegin() throws Exception {
        // Given
        FleetProcess.run("floor", "register", "--devices", "5");
        Outage.kill("device-bridge");

        // When
        FleetProcess brokerAlone = FleetProcess.run(shortly("floor", "--no-database"));
        FleetProcess again = FleetProcess.run(shortly("floor"));
        Outage.of("device-bridge").over();

        // Then
        JsonNode json = told(brokerAlone.output());
        assertThat(json.path("answeredPercent").asDouble()).isEqualTo(100);
        assertThat(json.path("database").asBoolean(true)).isFalse();
        assertThat(json.has("checker")).as("nothing was stored").isFalse();
        assertThat(brokerAlone.exitCode()).as(brokerAlone.output()).isZero();
        assertThat(again.exitCode()).as(again.output()).isZero();
    }

    @Test
    void itDoesNotBeginWhileTheHouseHasSomethingToRead() throws Exception {
        // Given
        FleetProcess.run("floor", "register", "--devices", "5");
        try (TestDevice device = organisation.connect()) {
            FleetProcess served = FleetProcess.run("floor", "--devices", "5");
            Outage.kill("device-bridge");
            event(device, "1");

            // When
            FleetProcess refused = FleetProcess.run("floor", "--devices", "5");
            Outage.of("device-bridge").over();

            // Then
            assertThat(served.output()).contains("a device-bridge reads the queue bridge.uplink");
            assertThat(served.exitCode()).isEqualTo(1);
            assertThat(refused.output()).contains("the house has not read yet: 1");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(device.hear("eva", word -> true, PATIENCE).text()).contains("\"dev_event_id\":1");
        }
    }

    @Test
    void whatAnotherDeviceSaysMeanwhileEndsItAndIsNotLost() throws Exception {
        // Given
        try (TestDevice device = organisation.connect()) {
            Process floor = start();
            awaitBegun(floor);

            // When
            event(device, "1");
            boolean ended = floor.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            // Then
            assertThat(ended).as(told()).isTrue();
            assertThat(told()).contains("device " + device.id() + " is connected as well");
            assertThat(floor.exitValue()).isEqualTo(1);
            assertThat(device.hear("eva", word -> true, PATIENCE).text()).contains("\"dev_event_id\":1");
            assertAsBefore();
        }
    }

    @Test
    void endedInTheMidstItLeavesTheSystemAsItWas() throws Exception {
        // Given
        Process floor = start();
        awaitBegun(floor);

        // When
        floor.destroy();
        boolean ended = floor.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        // Then
        assertThat(ended).as(told()).isTrue();
        assertThat(floor.exitValue()).as(told()).isEqualTo(143);
        assertAsBefore();
    }

    private static String[] shortly(String... words) {
        return Stream.concat(Stream.of(words), SHORT.stream()).toArray(String[]::new);
    }

    private static JsonNode told(String output) throws IOException {
        String object = output.lines()
                .filter(line -> line.startsWith("{"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(output));
        return new ObjectMapper().readTree(object);
    }

    private Process start() throws IOException {
        return new ProcessBuilder("./iot", "bench", "floor", "--devices", "5", "--seconds", "60")
                .directory(Installation.PROJECT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("told").toFile())
                .start();
    }

    private void awaitBegun(Process floor) {
        Awaitility.await("devices have tasks")
                .atMost(PATIENCE)
                .until(() -> told().contains("warm-up") || !floor.isAlive());
    }

    private String told() {
        return Installation.read(folder.resolve("told"));
    }

    private static void event(TestDevice device, String number) {
        device.say("evt", null, Map.of("dev_event_id", number, "dev_timestamp", "1772359204.5"), "{}");
    }

    /** The services are there and hear devices, and nothing of the run is left in the database or the queue. */
    private void assertAsBefore() throws Exception {
        try (TestDevice device = organisation.connect();
                CoreTables tables = new CoreTables()) {
            String id = organisation.operator().submit(device.id(), "open", "");
            device.hear("tsk", word -> word.isAbout(id), Duration.ofSeconds(30));
            assertThat(tables.find("select count(*) from pg_namespace where nspname = 'floor'"))
                    .isEqualTo("0");
        }
    }
}
