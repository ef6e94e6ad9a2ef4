package io.asyncrpc.core.task;

import static io.asyncrpc.core.house.Tokens.claims;
import static io.asyncrpc.core.house.Tokens.key;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.asyncrpc.core.house.Api;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Together;
import io.asyncrpc.core.house.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets in, what each role may, and how everything else is refused. */
@QuarkusTest
class AccessTest extends CoreTest {
    private static final String TASKS = "/api/v1/tasks";
    private static final Set<String> ADMIN = Set.of("viewer", "operator", "admin");

    @Test
    void withoutAGoodTokenNobodyGetsIn() throws NoSuchAlgorithmException {
        // Given
        Stream<String> tokens = Stream.of(
                "x",
                "a.b.c",
                "",
                claims().issuer("https://other.example")
                        .claim("org", "o")
                        .groups(ADMIN)
                        .sign(key()),
                claims().audience("other").claim("org", "o").groups(ADMIN).sign(key()),
                claims().claim("org", "o")
                        .groups(ADMIN)
                        .expiresAt(Instant.now().minus(Duration.ofHours(1)))
                        .sign(key()),
                claims().claim("org", "o").groups(ADMIN).sign(otherKey()),
                claims().claim("org", "o")
                        .groups(ADMIN)
                        .jws()
                        .algorithm(SignatureAlgorithm.HS256)
                        .sign(new SecretKeySpec(Tokens.publicKey().getBytes(UTF_8), "HmacSHA256")),
                unsigned(),
                tampered());

        // Then
        tokens.forEach(token -> refused(
                given().header("Authorization", "Bearer " + token).get(TASKS).then(), 401, "unauthenticated"));
        refused(given().get(TASKS).then(), 401, "unauthenticated").header("WWW-Authenticate", "Bearer");
        refused(given().header("Authorization", "Basic eDp5").get(TASKS).then(), 401, "unauthenticated");
        refused(given().contentType("application/json").body("{}").post(TASKS).then(), 401, "unauthenticated");
        refused(given().delete("/api/v1/devices/pump-7").then(), 401, "unauthenticated");
    }

    @Test
    void tokenThatNamesNoOrganisationMayNothing() {
        for (Object org : new Object[] {"", " ", "a\nb", "a\u0000b", "x".repeat(129), 7, Map.of("a", "b")}) {
            String token = org instanceof Map<?, ?>
                    ? claims().groups(ADMIN).sign(key())
                    : claims().claim("org", org).groups(ADMIN).sign(key());
            refused(Api.with(token).get(TASKS).then(), 403, "forbidden");
        }
    }

    @Test
    void eachRoleMayWhatTheOnesBeforeItMay() {
        // Given
        String device = api.device();
        String task = api.task(device);
        String submission = "{\"deviceId\":\"" + device + "\",\"method\":\"1\"}";

        // Then
        refused(Api.with(Tokens.of(api.org())).get(TASKS).then(), 403, "forbidden");
        refused(Api.with(Tokens.of(api.org(), "Admin", "root")).get(TASKS).then(), 403, "forbidden");
        refused(api.viewer().body(submission).post(TASKS).then(), 403, "forbidden");
        refused(api.viewer().post(TASKS + "/" + task + "/cancel").then(), 403, "forbidden");
        refused(api.operator().body("{}").put("/api/v1/devices/" + device).then(), 403, "forbidden");
        refused(api.operator().delete("/api/v1/devices/" + device).then(), 403, "forbidden");
        refused(
                api.operator()
                        .post("/api/v1/devices/" + device + "/credentials")
                        .then(),
                403,
                "forbidden");
        Api.with(Tokens.of(api.org(), "admin"))
                .body(submission)
                .post(TASKS)
                .then()
                .statusCode(202);
        Api.with(Tokens.of(api.org(), "admin")).get(TASKS).then().statusCode(200);
        Api.with(Tokens.of(api.org(), "operator"))
                .get(TASKS + "/" + task)
                .then()
                .statusCode(200);
        api.viewer().get("/api/v1/devices/" + device).then().statusCode(200);
    }

    @Test
    void twoOrganisationsThatAskForOneTaskTogetherSeeOnlyTheirOwn() {
        // Given
        String task = TASKS + "/" + api.task(api.device());
        Api stranger = new Api();

        // When
        List<Integer> answers = Together.all(40, i -> {
            RequestSpecification caller = (i % 2 == 0 ? api : stranger).viewer();
            return (i % 4 < 2 ? caller : caller.header("If-None-Match", "*"))
                    .get(task)
                    .statusCode();
        });

        // Then
        assertThat(IntStream.range(0, 40).mapToObj(i -> i % 2 == 0 ? (i % 4 < 2 ? 200 : 304) : 404))
                .containsExactlyElementsOf(answers);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PUT    | /tasks                 | GET, HEAD, POST
            DELETE | /tasks/x               | GET, HEAD
            POST   | /tasks/x/history       | GET, HEAD
            GET    | /tasks/x/cancel        | POST
            POST   | /devices               | GET, HEAD
            POST   | /devices/x             | GET, HEAD, PUT, DELETE
            PUT    | /devices/x/credentials | POST
            """)
    void methodThatAPathDoesNotTakeIsRefusedWithThoseItTakes(String method, String path, String allowed) {
        refused(
                api.admin().request(method, "/api/v1" + path).then().header("Allow", allowed),
                405,
                "method-not-allowed");
    }

    @Test
    void requestsOfTheWrongFormAreRefusedInOneForm() {
        // Given
        String task = TASKS + "/" + api.task(api.device());

        // Then
        refused(api.viewer().accept("text/html").get(TASKS).then(), 406, "not-acceptable");
        refused(api.viewer().accept("application/xml").get(task).then(), 406, "not-acceptable");
        for (String type : new String[] {"text/plain", "application/xml", "text/html"}) {
            refused(api.operator().contentType(type).body("{}").post(TASKS).then(), 415, "unsupported-media-type");
            refused(
                    api.admin()
                            .contentType(type)
                            .body("{}")
                            .put("/api/v1/devices/x")
                            .then(),
                    415,
                    "unsupported-media-type");
        }
        refused(api.viewer().get("/api/v1/nothing").then(), 404, "not-found");
        refused(api.viewer().get(task + "/more").then(), 404, "not-found");
        refused(api.viewer().get("/").then(), 404, "not-found");
    }

    @Test
    void bodiesThatCannotBeMeantAreRefusedWithPointers() {
        refused(
                        api.operator()
                                .body("{\"deviceId\":\"a\",\"method\":\"1\",\"priority\":99,\"x\":1}")
                                .post(TASKS)
                                .then(),
                        422,
                        "invalid")
                .body("errors.pointer", equalTo(java.util.List.of("/priority", "/x")));
        refused(api.operator().post(TASKS).then(), 400, "malformed");
        refused(api.operator().body("").post(TASKS).then(), 400, "malformed");
        refused(api.admin().put("/api/v1/devices/x").then(), 400, "malformed");
        refused(api.operator().body(new byte[] {'{', 0, '}'}).post(TASKS).then(), 400, "malformed");
        refused(api.operator().body("[".repeat(2_000)).post(TASKS).then(), 400, "malformed");
    }

    /** Always the same form, and nothing of our insides. */
    private static ValidatableResponse refused(ValidatableResponse answer, int status, String code) {
        return answer.statusCode(status)
                .contentType(equalTo("application/problem+json"))
                .body("status", equalTo(status), "code", equalTo(code), "type", equalTo("urn:asyncrpc:problem:" + code))
                .body(not(containsString("io.asyncrpc")))
                .body(not(containsString("Exception")));
    }

    private static java.security.PrivateKey otherKey() throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair().getPrivate();
    }

    private static String unsigned() {
        String claims = new String(Base64.getUrlDecoder().decode(good().split("\\.")[1]), UTF_8);
        return encoded("{\"alg\":\"none\"}") + "." + encoded(claims) + ".";
    }

    private static String tampered() {
        String[] parts = good().split("\\.");
        String claims =
                new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8).replace("\"org\":\"o\"", "\"org\":\"p\"");
        return parts[0] + "." + encoded(claims) + "." + parts[2];
    }

    private static String good() {
        return Jwt.claims(Map.of("org", "o"))
                .issuer("https://asyncrpc.local")
                .audience("asyncrpc")
                .groups(ADMIN)
                .expiresIn(600)
                .sign(key());
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
