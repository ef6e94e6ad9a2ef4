package io.asyncrpc.gateway.route;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.asyncrpc.gateway.RecordingService;
import io.asyncrpc.gateway.TestHouse;
import io.asyncrpc.gateway.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that is away, asleep or speaks another tongue: the caller hears the truth, once, and nothing is repeated behind its back. */
@QuarkusTest
@WithTestResource(TestHouse.class)
@SuppressWarnings("NullAway.Init") // the fields are set by TestHouse
class UpstreamFailureTest {
    RecordingService service;
    TestTokens tokens;

    @BeforeEach
    void forget() {
        service.forget();
    }

    @Test
    void aServiceThatIsAwayIsUnavailableUntilItIsBack() {
        // Given
        int port = service.port();
        service.stop();

        // When
        ValidatableResponse away = admin().body("{}").post("/api/v1/tasks").then();
        service.start(port);
        ValidatableResponse back = admin().body("{}").post("/api/v1/tasks").then();

        // Then
        unavailable(away);
        back.statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "DELETE"})
    void aLostAnswerIsNotAskedForAgain(String method) {
        // Given
        service.answer(
                "/api/v1/tasks/lost", (request, body) -> request.connection().close());

        // When
        ValidatableResponse answer =
                admin().request(method, "/api/v1/tasks/lost").then();

        // Then
        unavailable(answer);
        assertThat(service.received()).hasSize(1);
    }

    @Test
    void aServiceThatSaysNothingIsNotWaitedForForever() {
        // Given
        service.answer("/api/v1/tasks/asleep", (request, body) -> {});

        // When
        ValidatableResponse answer = admin().post("/api/v1/tasks/asleep").then();

        // Then
        unavailable(answer);
        assertThat(service.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 406, 415, 500, 502, 503})
    void anErrorInAnyShapeButOursDoesNotGetOut(int status) {
        // Given
        service.answer(
                "/api/v1/tasks/stack",
                (request, body) -> request.response()
                        .setStatusCode(status)
                        .putHeader("Content-Type", "text/html")
                        .end("java.lang.IllegalStateException at io.asyncrpc.core.Secret"));

        // When
        ValidatableResponse answer = admin().get("/api/v1/tasks/stack").then();

        // Then
        answer.statusCode(status == 502 ? 500 : status)
                .contentType("application/problem+json")
                .body(not(containsString("Secret")));
    }

    @Test
    void aProblemOfTheServiceGetsOutAsItIs() {
        // Given
        String problem = "{\"type\":\"urn:asyncrpc:problem:invalid\",\"errors\":[{\"pointer\":\"/ttl\"}]}";
        service.answer(
                "/api/v1/tasks/problem",
                (request, body) -> request.response()
                        .setStatusCode(422)
                        .putHeader("Content-Type", "application/problem+json;charset=UTF-8")
                        .end(problem));

        // When
        var answer = admin().post("/api/v1/tasks/problem");

        // Then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.asString()).isEqualTo(problem);
    }

    private static void unavailable(ValidatableResponse answer) {
        answer.statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", "1")
                .body(containsString("\"code\":\"unavailable\""));
    }

    private RequestSpecification admin() {
        return given().auth().oauth2(tokens.admin());
    }
}
