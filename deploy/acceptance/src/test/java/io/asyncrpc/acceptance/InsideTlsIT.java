package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Installation.variable;
import static io.asyncrpc.acceptance.Problems.assertProblem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncrpc.acceptance.TestDevice.Account;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Edge, services and engines that speak TLS with each other, and believe nobody without a certificate of the CA. */
@Isolated("its services take their share of what the other tests say, and are killed")
@Tag(Installation.LAUNCHER)
class InsideTlsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path PKI = Authority.ofTheSystem().folder();
    private static final Map<String, String> TLS = Map.of(
            "QUARKUS_PROFILE",
            "prod,tls",
            "TLS_CA_FILE",
            PKI.resolve("ca.pem").toString(),
            "TLS_CERTIFICATE_FILE",
            PKI.resolve("servers/localhost/chain.pem").toString(),
            "TLS_KEY_FILE",
            PKI.resolve("servers/localhost/key.pem").toString(),
            "RABBITMQ_HOST",
            "localhost",
            "RABBITMQ_PORT",
            variable("AMQPS_PORT"),
            "RABBITMQ_MANAGEMENT_URL",
            "https://localhost:" + variable("RABBITMQ_MANAGEMENT_TLS_PORT"),
            "POSTGRES_HOST",
            "localhost");

    private static Replica bridge;
    private static Replica core;
    private static Replica scheduler;
    private static Replica gateway;
    private static Edge edge;

    private final Organisation organisation = Organisation.fresh();

    @BeforeAll
    static void start() throws Exception {
        bridge = Replica.of("device-bridge", TLS);
        scheduler = Replica.of("scheduler", TLS);
        core = Replica.of("task-core", with("BRIDGE_URL", bridge.url()));
        gateway = Replica.of("api-gateway", with("CORE_URL", core.url(), "CORE_MANAGEMENT_URL", core.management()));
        for (Replica replica : List.of(bridge, scheduler, core, gateway)) {
            replica.awaitReady();
        }
        String key = Installation.read(Installation.JWT_PUBLIC_KEY).replaceAll("-----[A-Z ]+-----|\\s", "");
        edge = Edge.before(gateway.url(), "{\"keys\":[{\"spki\":\"" + key + "\"}]}", Map.of());
    }

    @AfterAll
    static void stop() {
        Stream.of(edge, gateway, core, scheduler, bridge).forEach(Door::close);
    }

    @Test
    void aTaskGoesRoundOverTlsAlone() throws Exception {
        // Given
        String id = "pump-" + Organisation.unique();
        String admin = organisation.admin().token();

        // When
        edge.with(admin).body("{}").put("/devices/" + id).then().statusCode(201);
        JsonPath shown =
                edge.with(admin).post("/devices/" + id + "/credentials").jsonPath();
        String task;
        try (TestDevice device =
                TestDevice.connect(new Account(shown.getString("username"), shown.getString("password")))) {
            task = edge.with(admin)
                    .body(Bodies.task(id, "open", ""))
                    .post("/tasks")
                    .path("id");
            device.claim(task);
            device.res(task, 200, "1");
            device.hear("cmt", word -> word.isAbout(task));
        }

        // Then
        assertThat(edge.with(admin).get("/tasks/" + task).jsonPath().getString("state"))
                .isEqualTo("DONE");
    }

    @Test
    void aKeyIsAskedForOverTls() {
        // Given
        String key = edge.with(organisation.admin().token())
                .body("{\"role\":\"viewer\",\"ttl\":600}")
                .post("/keys")
                .path("key");

        // When
        Response answer = edge.anonymous().header("x-api-key", key).get("/tasks");

        // Then
        assertThat(answer.statusCode()).as("%s", answer.asString()).isEqualTo(200);
    }

    @Test
    void eachServiceIsAtTheBrokerOverTls() {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            JsonPath connections = JsonPath.from(BrokerUsers.get("connections?columns=user,ssl"));
            assertThat(connections.getList("findAll { it.ssl }.user", String.class))
                    .contains("core", "bridge", "scheduler", "gateway");
        });
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> scheduler
                        .metrics()
                        .lines()
                        .anyMatch(line -> line.matches("scheduler_ticks_total\\{.*result=\"confirmed\".*} [1-9].*")));
    }

    @Test
    void theCoreIsAtTheDatabaseOverTls() throws Exception {
        try (CoreTables tables = new CoreTables()) {
            assertThat(tables.find("select count(*) from pg_stat_ssl s join pg_stat_activity a using (pid)"
                            + " where s.ssl and a.usename = current_user and pid <> pg_backend_pid()"))
                    .isNotEqualTo("0");
        }
    }

    @Test
    void nobodyIsServedWithoutTls() {
        for (Replica replica : List.of(bridge, core, gateway)) {
            assertThatThrownBy(() -> given().get(replica.url().replace("https:", "http:") + "/api/v1/tasks"))
                    .isNotNull();
        }
    }

    @Test
    void whoseCertificateIsOfAnotherCaIsNotBelieved(@TempDir Path folder) throws Exception {
        // Given
        Authority other = new Authority(folder.resolve("other"));
        other.does("init");
        String stranger = other.folder().resolve("ca.pem").toString();
        String admin = organisation.admin().token();
        try (Replica clock = Replica.of("scheduler", with("TLS_CA_FILE", stranger));
                Replica door = Replica.of(
                        "api-gateway",
                        with(
                                "TLS_CA_FILE",
                                stranger,
                                "CORE_URL",
                                core.url(),
                                "CORE_MANAGEMENT_URL",
                                core.management()))) {
            clock.awaitAlive();
            door.awaitAlive();

            // Then
            assertProblem(door.with(admin).get("/tasks"), 503, "unavailable");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> clock.metrics()
                            .lines()
                            .anyMatch(line -> line.matches("scheduler_ticks_total\\{.*result=\"lost\".*} [1-9].*")));
            assertThat(clock.metrics()).doesNotContainPattern("scheduler_ticks_total\\{[^}]*confirmed[^}]*} [1-9]");
        }
    }

    @Test
    void whoseCertificateIsForAnotherNameIsNotBelieved() throws Exception {
        // Given
        Authority.ofTheSystem().does("server", "elsewhere");
        String admin = organisation.admin().token();
        try (Replica elsewhere = Replica.of(
                "task-core",
                with(
                        "BRIDGE_URL", bridge.url(),
                        "TLS_CERTIFICATE_FILE",
                                PKI.resolve("servers/elsewhere/chain.pem").toString(),
                        "TLS_KEY_FILE", PKI.resolve("servers/elsewhere/key.pem").toString()))) {
            elsewhere.awaitReady();
            try (Replica door = Replica.of(
                    "api-gateway", with("CORE_URL", elsewhere.url(), "CORE_MANAGEMENT_URL", elsewhere.management()))) {
                door.awaitReady();

                // Then
                assertProblem(door.with(admin).get("/tasks"), 503, "unavailable");
            }
        }
    }

    private static Map<String, String> with(String... more) {
        Map<String, String> settings = new HashMap<>(TLS);
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }
}
