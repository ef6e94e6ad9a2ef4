package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Installation.variable;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.TestDevice.Account;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What rules and dashboards speak of is told by somebody, after tasks went round and some things went wrong. */
@Tag(Installation.LAUNCHER)
class MetricsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-zA-Z_:][a-zA-Z0-9_:]*)[ {]");
    private static final List<String> QUEUES =
            List.of("core.reports", "core.reports.dead", "bridge.dispatch", "bridge.dispatch.dead", "bridge.uplink");

    private final Organisation organisation = Organisation.fresh();

    @Test
    void everyMetricOfRulesAndDashboardsIsTold() throws Exception {
        // Given
        try (IdentityProvider provider = new IdentityProvider();
                Replica door = Replica.of("api-gateway", provider.settings());
                Replica core = Replica.of("task-core", provider.settings())) {
            door.awaitAlive();
            core.awaitAlive();

            // When
            muchHappens();

            // Then
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(2))
                    .untilAsserted(() -> assertThat(told(door, core)).containsAll(expected()));
        }
    }

    /** Of their collections of garbage executables tell nothing. */
    private static Set<String> expected() {
        Set<String> expected = new TreeSet<>(Monitoring.told());
        if (Launcher.runsExecutables()) {
            expected.removeIf(name -> name.startsWith("jvm_gc_pause_"));
        }
        return expected;
    }

    @Test
    void everyQueueThatIsWatchedIsTold() {
        assertThat(queues())
                .allSatisfy(line -> assertThat(line).contains("vhost=\"", "queue=\""))
                .satisfies(lines -> QUEUES.forEach(
                        queue -> assertThat(lines).anyMatch(line -> line.contains("queue=\"" + queue + "\""))));
    }

    private void muchHappens() throws Exception {
        Account account = organisation.hire();
        try (TestDevice device = TestDevice.connect(account)) {
            String id = organisation.operator().submit(device.id(), "open", "");
            device.ack(id);
            device.ack(id);
            device.claim(id);
            device.res(id, 200, "1");
            device.hear("cmt");
            device.say("evt", null, Map.of("event_type_code", "1"), "{}");
            device.hear("eva");
            device.say("sing", null, Map.of(), "");
            device.hear("err");
            organisation.viewer().request().header("Prefer", "wait=1").get("/tasks/" + id);
        }
        ApiClient.anonymous().header("Authorization", "Bearer nonsense").get("/tasks");
    }

    private static Set<String> told(Replica... replicas) {
        List<String> all = new ArrayList<>(List.of(broker("/metrics"), String.join("\n", queues())));
        for (String port : ports()) {
            all.add(given().get("http://127.0.0.1:" + port + "/q/metrics").asString());
        }
        for (Replica replica : replicas) {
            all.add(replica.metrics());
        }
        return all.stream()
                .flatMap(metrics -> SAMPLE.matcher(metrics).results())
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** As prometheus.yml asks. */
    private static List<String> queues() {
        return broker("/metrics/detailed?family=queue_coarse_metrics&vhost=house&vhost=devices")
                .lines()
                .filter(line -> line.startsWith("rabbitmq_detailed_queue_"))
                .toList();
    }

    private static String broker(String path) {
        return given().get(variable("RABBITMQ_METRICS_URL") + path).asString();
    }

    private static List<String> ports() {
        Properties ports = new Properties();
        try (var in = java.nio.file.Files.newBufferedReader(
                Installation.PROJECT.resolve(variable("IOT_STATE")).resolve("ports"))) {
            ports.load(in);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return List.of(
                        "API_MANAGEMENT",
                        "CORE_MANAGEMENT",
                        "BRIDGE_MANAGEMENT",
                        "SCHEDULER_MANAGEMENT",
                        "EDGE_MANAGEMENT")
                .stream()
                .map(ports::getProperty)
                .toList();
    }
}
