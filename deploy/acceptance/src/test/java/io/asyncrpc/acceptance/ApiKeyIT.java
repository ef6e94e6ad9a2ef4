package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Problems.assertInvalid;
import static io.asyncrpc.acceptance.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs come with keys that admins make and take away, at each gateway alike. */
@Tag(Installation.LAUNCHER)
class ApiKeyIT {

    private static final String UNKNOWN = "ark_" + "A".repeat(43);
    private static final Duration SECONDS = Duration.ofSeconds(15);

    private static Replica other;

    private final Organisation organisation = Organisation.fresh();

    @BeforeAll
    static void twoGateways() throws Exception {
        other = Replica.of(
                "api-gateway", Map.of("GATEWAY_KEY_STRANGERS_PER_SECOND", "1", "GATEWAY_KEY_STRANGERS_BURST", "60"));
        other.awaitReady();
    }

    @AfterAll
    static void noMore() {
        other.close();
    }

    @Test
    void aKeyDoesWhatItsRoleMay() {
        // Given
        String device = organisation.register();
        String operator = made("operator").getString("key");
        String viewer = made("viewer").getString("key");

        // When
        Response submitted =
                with(operator).body(Bodies.task(device, "open", "")).post("/tasks");

        // Then
        assertThat(submitted.statusCode()).as(submitted.asString()).isEqualTo(202);
        String task = submitted.path("id");
        assertThat(with(viewer).get("/tasks/" + task).statusCode()).isEqualTo(200);
        assertProblem(with(viewer).body(Bodies.task(device, "open", "")).post("/tasks"), 403, "forbidden");
        assertProblem(with(operator).body("{}").put("/devices/" + device), 403, "forbidden");
        assertProblem(with(operator).get("/keys"), 403, "forbidden");
        String foreign = made(Organisation.fresh(), "{\"role\":\"admin\"}").getString("key");
        assertProblem(with(foreign).get("/tasks/" + task), 404, "not-found");
        assertThat(with(operator)
                        .header("Prefer", "wait=1")
                        .get("/tasks/" + task)
                        .header("Preference-Applied"))
                .isEqualTo("wait=1");
        assertThat(with(operator).body("{}").post("/tasks/" + task + "/cancel").statusCode())
                .isEqualTo(200);
    }

    @Test
    void theSecretIsShownOnceAndTheRestToAdminsOfTheOrganisation() {
        // Given
        Response answer =
                organisation.admin().post("/keys", "{\"role\":\"viewer\",\"description\":\"hall 3\",\"ttl\":3600}");
        JsonPath made = answer.jsonPath();
        String path = "/keys/" + made.getString("id");

        // When
        with(made.getString("key")).get("/tasks").then().statusCode(200);

        // Then
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Location")).isEqualTo("/api/v1" + path);
        assertThat(made.getString("key")).matches("ark_[A-Za-z0-9_-]{43}");
        assertThat(made.getString("createdBy")).isEqualTo("acceptance");
        assertThat(Duration.between(
                        Instant.parse(made.getString("createdAt")), Instant.parse(made.getString("expiresAt"))))
                .isEqualTo(Duration.ofHours(1));
        JsonPath shown = organisation.admin().get(path).jsonPath();
        assertThat(shown.getMap("$"))
                .containsEntry("description", "hall 3")
                .containsEntry("role", "viewer")
                .containsEntry("revokedAt", null)
                .doesNotContainKey("key");
        assertThat(Instant.parse(shown.getString("lastUsedAt"))).isAfter(Instant.parse(made.getString("createdAt")));
        assertThat(organisation.admin().get("/keys").jsonPath().getList("items.id"))
                .containsExactly(made.getString("id"));
        assertProblem(organisation.operator().get(path), 403, "forbidden");
        assertProblem(Organisation.fresh().admin().get(path), 404, "not-found");
        assertProblem(Organisation.fresh().admin().request().delete(path), 404, "not-found");
    }

    @Test
    void aRevokedKeyIsGoodNowhereWithinSeconds() {
        // Given
        JsonPath parent = made("admin");
        String child = with(parent.getString("key"))
                .body("{\"role\":\"operator\"}")
                .post("/keys")
                .path("key");
        List<String> keys = List.of(parent.getString("key"), child);
        keys.forEach(key -> doors(key).forEach(door -> door.get("/tasks").then().statusCode(200)));

        // When
        organisation
                .admin()
                .request()
                .delete("/keys/" + parent.getString("id"))
                .then()
                .statusCode(204);

        // Then
        for (String key : keys) {
            Awaitility.await("revoked")
                    .atMost(SECONDS)
                    .untilAsserted(() ->
                            doors(key).forEach(door -> assertProblem(door.get("/tasks"), 401, "unauthenticated")));
        }
        organisation
                .admin()
                .request()
                .delete("/keys/" + parent.getString("id"))
                .then()
                .statusCode(204);
        assertThat(organisation
                        .admin()
                        .get("/keys/" + parent.getString("id"))
                        .jsonPath()
                        .getString("revokedAt"))
                .isNotNull();
    }

    @Test
    void aKeyMadeWithAKeyEndsWithItAndMakesNone() {
        // Given
        JsonPath parent = made(organisation, "{\"role\":\"admin\",\"ttl\":600}");

        // When
        JsonPath child = with(parent.getString("key"))
                .body("{\"role\":\"admin\",\"ttl\":86400}")
                .post("/keys")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();

        // Then
        assertThat(child.getString("expiresAt")).isEqualTo(parent.getString("expiresAt"));
        assertThat(child.getString("createdBy")).isEqualTo("key:" + parent.getString("id"));
        assertProblem(with(child.getString("key")).body("{\"role\":\"viewer\"}").post("/keys"), 403, "forbidden");
    }

    @Test
    void anExpiredKeyIsRefused() {
        // Given
        String key = made(organisation, "{\"role\":\"viewer\",\"ttl\":1}").getString("key");

        // Then
        Awaitility.await("expired")
                .atMost(SECONDS)
                .untilAsserted(
                        () -> doors(key).forEach(door -> assertProblem(door.get("/tasks"), 401, "unauthenticated")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ark_", "ark_short", "Bearer x", "ark_!AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void whatIsNoKeyLetsNobodyIn(String key) {
        doors(key).forEach(door -> assertProblem(door.get("/tasks"), 401, "unauthenticated"));
    }

    @Test
    void aKeyCountsAloneAndAtTheGatewayOnly() {
        // Given
        String key = made("viewer").getString("key");

        // Then
        doors(UNKNOWN).forEach(door -> assertProblem(door.get("/tasks"), 401, "unauthenticated"));
        assertProblem(organisation.viewer().request().header("x-api-key", key).get("/tasks"), 401, "unauthenticated");
        assertProblem(
                edge().header("x-api-key", key)
                        .header(
                                "Authorization",
                                "Bearer " + organisation.viewer().token())
                        .get("/tasks"),
                401,
                "unauthenticated");
        assertProblem(with(key).header("x-api-key", key).get("/tasks"), 401, "unauthenticated");
        assertProblem(with(key).baseUri(core()).get("/tasks"), 401, "unauthenticated");
        assertThat(with(key).get("/tasks").statusCode()).isEqualTo(200);
    }

    @Test
    void whoTriesKeysOutDoesNotDisturbWhoHasOne() {
        // Given
        String key = made("viewer").getString("key");
        other.with("").header("x-api-key", key).get("/tasks").then().statusCode(200);

        // When
        List<Integer> answers = IntStream.range(0, 200)
                .mapToObj(i -> "ark_%043d".formatted(i))
                .map(guess ->
                        other.with("").header("x-api-key", guess).get("/tasks").statusCode())
                .toList();

        // Then
        assertThat(answers).containsOnly(401, 429).contains(401, 429);
        assertThat(other.with("").header("x-api-key", key).get("/tasks").statusCode())
                .isEqualTo(200);
        assertThat(other.metrics())
                .contains("gateway_key_uses_total", "reason=\"key_unknown\"", "reason=\"key_flood\"");
    }

    @Test
    void aCoreThatIsAwayIsNoReasonToRefuseAKey() throws Exception {
        // Given
        String key = made("viewer").getString("key");

        try (Replica lonely = Replica.of("api-gateway", Map.of("CORE_URL", "http://127.0.0.1:1"))) {
            lonely.awaitAlive();

            // Then
            assertProblem(lonely.with("").header("x-api-key", key).get("/tasks"), 503, "unavailable");
        }
    }

    @Test
    void aBadWishIsRefusedWithItsPlace() {
        assertInvalid(organisation.admin().post("/keys", "{}"), "/role");
        assertInvalid(organisation.admin().post("/keys", "{\"role\":\"root\"}"), "/role");
        assertInvalid(organisation.admin().post("/keys", "{\"role\":\"viewer\",\"ttl\":0}"), "/ttl");
        assertInvalid(organisation.admin().post("/keys", "{\"role\":\"viewer\",\"name\":\"x\"}"), "/name");
    }

    /** Its port is not open to clients; here it is, on this machine. */
    private static String core() {
        Path ports =
                Installation.PROJECT.resolve(Installation.variable("IOT_STATE")).resolve("ports");
        String line = Installation.read(ports)
                .lines()
                .filter(port -> port.startsWith("CORE="))
                .findFirst()
                .orElseThrow();
        return "http://127.0.0.1:" + line.substring("CORE=".length());
    }

    private JsonPath made(String role) {
        return made(organisation, "{\"role\":\"" + role + "\"}");
    }

    private static JsonPath made(Organisation organisation, String wish) {
        return organisation
                .admin()
                .post("/keys", wish)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private static RequestSpecification with(String key) {
        return ApiClient.anonymous().contentType("application/json").header("x-api-key", key);
    }

    /** Two gateways, and one of them by way of the edge. */
    private static Stream<RequestSpecification> doors(String key) {
        return Stream.of(with(key), other.with("").header("x-api-key", key), edge().header("x-api-key", key));
    }

    private static RequestSpecification edge() {
        return Edge.trusting(Installation.variable("HTTPS_URL")).contentType("application/json");
    }
}
