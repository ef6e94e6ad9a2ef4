package io.asyncrpc.gateway.route;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.asyncrpc.gateway.RecordingService;
import io.asyncrpc.gateway.TestHouse;
import io.asyncrpc.gateway.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over HTTP: who gets in, and in which words the others are refused. Nothing refused is ever heard inside. */
@QuarkusTest
@WithTestResource(TestHouse.class)
@SuppressWarnings("NullAway.Init") // the fields are set by TestHouse
class AdmissionTest {
    RecordingService service;
    TestTokens tokens;

    @BeforeEach
    @AfterEach
    void forget() {
        service.forget();
    }

    @ParameterizedTest
    @CsvSource({
        "viewer,   GET,    /api/v1/tasks,                200",
        "viewer,   HEAD,   /api/v1/tasks,                200",
        "viewer,   POST,   /api/v1/tasks,                403",
        "viewer,   POST,   /api/v1/tasks/1/cancel,       403",
        "viewer,   GET,    /api/v1/devices/a,            200",
        "viewer,   PUT,    /api/v1/devices/a,            403",
        "viewer,   POST,   /api/v1/devices/a/credentials,403",
        "viewer,   GET,    /api/v1/events,               200",
        "operator, POST,   /api/v1/events,               403",
        "operator, GET,    /api/v1/tasks/1,              200",
        "operator, POST,   /api/v1/tasks,                200",
        "operator, POST,   /api/v1/tasks/1/cancel,       200",
        "operator, GET,    /api/v1/devices,              200",
        "operator, PUT,    /api/v1/devices/a,            403",
        "operator, DELETE, /api/v1/devices/a,            403",
        "operator, PATCH,  /api/v1/devices/a,            403",
        "operator, POST,   /api/v1/devices/a/credentials,403",
        "admin,    POST,   /api/v1/tasks,                200",
        "admin,    PUT,    /api/v1/devices/a,            200",
        "admin,    DELETE, /api/v1/devices/a,            200",
        "admin,    POST,   /api/v1/devices/a/credentials,200",
        "admin,    GET,    /api/v1/nothing,              404",
        "viewer,   POST,   /api/v1/nothing,              404",
        "viewer,   GET,    /,                            404",
        "admin,    TRACE,  /api/v1/tasks,                405",
        "admin,    OPTIONS,/api/v1/tasks,                405",
    })
    void aRoleMayDoWhatTheTableSays(String role, String method, String path, int status) {
        // When
        int answered =
                given().auth().oauth2(tokens.of(role)).request(method, path).statusCode();

        // Then
        assertThat(answered).isEqualTo(status);
        assertThat(service.received()).hasSize(status == 200 ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"viewer, GET, /api/v1/tasks, 200", "viewer, POST, /api/v1/tasks, 403", "viewer, GET, /nothing, 404"})
    void everyAnswerToAKnownCallerTellsTheLimit(String role, String method, String path, int status) {
        given().auth()
                .oauth2(tokens.of(role))
                .request(method, path)
                .then()
                .statusCode(status)
                .header("RateLimit-Policy", "\"organisation\";q=5000;w=100, \"caller\";q=10000;w=4")
                .header("RateLimit", startsWith("\"organisation\";r="));
        given().request(method, path).then().statusCode(401).header("RateLimit", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/tasks", "/api/v1/nothing", "/", "/api/v1/tasks/..%2f"})
    void withoutATokenNoAddressExists(String path) {
        // When
        ValidatableResponse answer = given().urlEncodingEnabled(false).get(path).then();

        // Then
        problem(answer, 401, "unauthenticated").header("WWW-Authenticate", "Bearer");
        assertThat(service.received()).isEmpty();
    }

    @Test
    void aBadTokenIsNamedAsSuch() {
        // Given
        String expired = tokens.sign(tokens.claims()
                .claim("org", "acme")
                .groups("admin")
                .expiresAt(Instant.now().minusSeconds(60)));
        String foreign =
                tokens.sign(tokens.claims().claim("org", "acme").groups("admin").issuer("https://elsewhere"));

        // When
        ValidatableResponse late = with(expired).get("/api/v1/tasks").then();
        ValidatableResponse strange = with(foreign).post("/api/v1/tasks").then();

        // Then
        problem(late, 401, "unauthenticated").header("WWW-Authenticate", startsWith("Bearer error="));
        problem(strange, 401, "unauthenticated").header("WWW-Authenticate", startsWith("Bearer error="));
        assertThat(service.received()).isEmpty();
    }

    @Test
    void aTokenWithoutOrganisationOrRoleIsForbidden() {
        // When
        ValidatableResponse noOrganisation = with(tokens.sign(tokens.claims().groups("admin")))
                .get("/api/v1/tasks")
                .then();
        ValidatableResponse noRole =
                with(tokens.of("guest")).get("/api/v1/tasks").then();

        // Then
        problem(noOrganisation, 403, "forbidden");
        problem(noRole, 403, "forbidden");
        assertThat(service.received()).isEmpty();
    }

    @Test
    void aMethodThatDoesNotPassIsToldWhichDo() {
        // When
        ValidatableResponse answer =
                with(tokens.admin()).request("TRACE", "/api/v1/tasks").then();

        // Then
        problem(answer, 405, "method-not-allowed").header("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE");
    }

    private static RequestSpecification with(String token) {
        return given().auth().oauth2(token);
    }

    private static ValidatableResponse problem(ValidatableResponse answer, int status, String code) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body(containsString("\"type\":\"urn:asyncrpc:problem:" + code + "\""))
                .body(containsString("\"status\":" + status))
                .body(containsString("\"code\":\"" + code + "\""))
                .body(containsString("\"detail\":"))
                .body(not(containsString("Exception")));
    }
}
