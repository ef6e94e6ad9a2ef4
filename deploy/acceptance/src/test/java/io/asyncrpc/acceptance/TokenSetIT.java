package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Problems.assertProblem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.asyncrpc.acceptance.Token.Role;
import io.restassured.response.Response;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens of an identity provider with changing keys, at the edge, at the gateway and straight at the core: each refuses by itself. */
@TestMethodOrder(OrderAnnotation.class)
@Tag(Installation.LAUNCHER)
class TokenSetIT {

    private static final Map<String, String> SMUGGLED = Map.of(
            "X-Organisation", "acme",
            "X-Roles", "admin",
            "Task-Final", "true",
            "X-House-Token", Installation.variable("HOUSE_TOKEN"));

    private static IdentityProvider provider;
    private static Replica core;
    private static Replica gateway;
    private static Edge edge;

    private final String organisation = "org-" + Organisation.unique();

    @BeforeAll
    static void bothTrustTheProvider() throws Exception {
        provider = new IdentityProvider();
        for (String kid : List.of("first", "second", "stranger")) {
            provider.makeRsa(kid);
        }
        provider.makeEc("curve");
        provider.publish("first", "curve");
        Map<String, String> trust = new HashMap<>(provider.settings());
        core = Replica.of("task-core", trust);
        trust.putAll(Map.of("CORE_URL", core.url(), "CORE_MANAGEMENT_URL", core.management()));
        gateway = Replica.of("api-gateway", trust);
        core.awaitReady();
        gateway.awaitReady();
        edge = Edge.before(gateway.url(), provider.published(), Map.of());
    }

    @AfterAll
    static void noMore() {
        Stream.of(edge, core, gateway).forEach(Door::close);
        provider.close();
    }

    static Stream<Arguments> strangers() throws GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        Token good = token(Role.ADMIN);
        String signed = provider.sign(good, "first");
        String other = provider.sign(good.with("org", "other"), "first");
        return Stream.of(
                Arguments.of("no token", ""),
                Arguments.of("expired", provider.sign(good.with("exp", now - 60), "first")),
                Arguments.of("not yet valid", provider.sign(good.with("nbf", now + 90), "curve")),
                Arguments.of("wrong audience", provider.sign(good.with("aud", "others"), "first")),
                Arguments.of("wrong issuer", provider.sign(good.with("iss", "https://other"), "first")),
                Arguments.of("alg none", IdentityProvider.content(good, "none", "first") + "."),
                Arguments.of("HS256 with the public key", provider.signedWithThePublicKey(good, "first")),
                Arguments.of("unknown kid", provider.sign(good, "stranger")),
                Arguments.of("another's key", provider.sign(good, "stranger", "first")),
                Arguments.of("a key for another algorithm", provider.sign(good, "curve", "first")),
                Arguments.of("no kid", good.sign(provider.key("first").getPrivate())),
                Arguments.of("the installation's own key", good.sign(Installation.JWT_KEY)),
                Arguments.of("tampered", signed.replace(signed.split("\\.")[1], other.split("\\.")[1])),
                Arguments.of("the house token", Installation.variable("HOUSE_TOKEN")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("strangers")
    @Order(1)
    void nobodyLetsIn(String what, String token) {
        for (Door door : List.of(edge, gateway, core)) {
            // When
            Response bare = door.with(token).get("/tasks");
            Response smuggling = door.with(token).headers(SMUGGLED).get("/tasks");

            // Then
            assertProblem(bare, 401, "unauthenticated");
            assertProblem(smuggling, 401, "unauthenticated");
            assertThat(bare.path("type").toString()).isEqualTo("urn:asyncrpc:problem:unauthenticated");
            assertThat(bare.header("WWW-Authenticate")).startsWith("Bearer");
        }
    }

    @Test
    @Order(2)
    void keysOfBothKindsLetInWhatTheyMay() {
        for (Door door : List.of(edge, gateway, core)) {
            for (String kid : List.of("first", "curve")) {
                String viewer = provider.sign(token(Role.VIEWER), kid);
                door.with(viewer).get("/tasks").then().statusCode(200);
                for (Map<String, String> headers : List.of(Map.<String, String>of(), SMUGGLED)) {
                    Response tooLow =
                            door.with(viewer).headers(headers).body("{}").put("/devices/x");
                    assertProblem(tooLow, 403, "forbidden");
                }
            }
        }
    }

    @Test
    @Order(3)
    void anotherOrganisationFindsNothing() {
        // Given
        String own = provider.sign(Token.of(organisation, Role.ADMIN), "first");
        String device = "pump-" + Organisation.unique();
        core.with(own).body("{}").put("/devices/" + device).then().statusCode(201);
        String task = gateway.with(own)
                .body(Bodies.task(device, "open", ""))
                .post("/tasks")
                .path("id");
        String foreign = provider.sign(Token.of("other-" + organisation, Role.ADMIN), "curve");
        Map<String, String> smuggled = Map.of("X-Organisation", organisation, "org", organisation);

        for (Door door : List.of(edge, gateway, core)) {
            // Then
            door.with(own).get("/tasks/" + task).then().statusCode(200);
            assertProblem(door.with(foreign).headers(smuggled).get("/tasks/" + task), 404, "not-found");
        }
    }

    @Test
    @Order(4)
    void aKeyIsFollowedAtOnceAndTheOldOneIsForgotten() throws Exception {
        // Given
        String before = provider.sign(Token.of(organisation, Role.ADMIN), "first");
        String device = "pump-" + Organisation.unique();
        gateway.with(before).body("{}").put("/devices/" + device).then().statusCode(201);
        TimeUnit.SECONDS.sleep(2); // the pause between two questions to the provider
        provider.publish("second");
        String after = provider.sign(Token.of(organisation, Role.ADMIN), "second");
        String body = Bodies.task(device, "open", "\"payload\":" + Bodies.textOfBytes(200_000));

        // When
        Response submitted = gateway.with(after).body(body).post("/tasks");

        // Then
        assertThat(submitted.statusCode()).as(submitted.asString()).isEqualTo(202);
        String id = submitted.path("id");
        assertThat(core.with(after).get("/tasks/" + id).path("payload").toString())
                .hasSize(199_998);
        for (Replica door : List.of(gateway, core)) {
            assertProblem(door.with(before).get("/tasks/" + id), 401, "unauthenticated");
        }
        assertThat(edge.with(after).get("/tasks/" + id).statusCode()).isEqualTo(401);
        edge.reload(provider.published());
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> edge.with(after).get("/tasks/" + id).statusCode() == 200);
        assertProblem(edge.with(before).get("/tasks/" + id), 401, "unauthenticated");
    }

    @Test
    @Order(5)
    void theProviderIsAway() throws Exception {
        // Given
        provider.close();
        TimeUnit.SECONDS.sleep(2);

        // Then
        for (Replica door : List.of(gateway, core)) {
            door.with(provider.sign(token(Role.VIEWER), "stranger"))
                    .get("/tasks")
                    .then()
                    .statusCode(401);
            door.with(provider.sign(token(Role.VIEWER), "second"))
                    .get("/tasks")
                    .then()
                    .statusCode(200);
        }
        assertThat(gateway.metrics())
                .contains("gateway_token_refused_total{reason=\"not_yet_valid\"", "gateway_token_keys_age_seconds");
        assertThat(core.metrics()).contains("token_refused_total{reason=\"audience\"", "token_keys_age_seconds");
        try (Replica late = Replica.of("task-core", provider.settings())) {
            late.awaitAlive();
            assertProblem(late.with(provider.sign(token(Role.VIEWER), "second")).get("/tasks"), 503, "unavailable");
            given().get(late.management() + "/q/health/ready")
                    .then()
                    .statusCode(503)
                    .body("checks.find { it.name == 'token keys' }.status", equalTo("DOWN"));
        }
    }

    private static Token token(Role role) {
        return Token.of("org-of-tokens", role);
    }
}
