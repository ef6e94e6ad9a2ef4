package io.asyncrpc.gateway.route;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.asyncrpc.gateway.RecordingService;
import io.asyncrpc.gateway.TestHouse;
import io.asyncrpc.gateway.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the door tells those who run it, on a port of its own. */
@QuarkusTest
@WithTestResource(TestHouse.class)
@SuppressWarnings("NullAway.Init") // the fields are set by TestHouse
class ManagementTest {
    @TestHTTPResource(management = true)
    URI management;

    RecordingService service;
    TestTokens tokens;

    @BeforeEach
    void healthy() {
        service.answer("/q/health/ready", (request, body) -> request.response().end("{}"));
    }

    @Test
    void aDoorToAReadyServiceIsReady() {
        given().get(management.resolve("/q/health/ready"))
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'services' }.data.core", equalTo("ready"));
    }

    @Test
    void aDoorToAServiceThatIsNotReadyIsAliveButNotReady() {
        // Given
        service.answer(
                "/q/health/ready",
                (request, body) -> request.response().setStatusCode(503).end("{}"));

        // When / Then
        given().get(management.resolve("/q/health/ready")).then().statusCode(503);
        given().get(management.resolve("/q/health/live")).then().statusCode(200);
    }

    /** Behind one address there may be one that goes, and others that serve. */
    @Test
    void eachLookMayComeToAnotherReplica() {
        // Given
        Set<SocketAddress> connections = ConcurrentHashMap.newKeySet();
        service.answer("/q/health/ready", (request, body) -> {
            connections.add(request.remoteAddress());
            request.response().setStatusCode(connections.size() < 3 ? 503 : 200).end("{}");
        });

        // When / Then
        given().get(management.resolve("/q/health/ready")).then().statusCode(200);
        assertThat(connections).hasSize(3);
    }

    @Test
    void aDoorToNowhereIsNotReady() {
        // Given
        int port = service.port();
        service.stop();

        // When
        int status = given().get(management.resolve("/q/health/ready")).statusCode();
        service.start(port);

        // Then
        assertThat(status).isEqualTo(503);
    }

    @Test
    void aDoorToAServiceThatSaysNothingAnswersAllTheSame() {
        // Given
        service.answer(
                "/q/health/ready",
                (request, body) -> request.response().setChunked(true).write("{"));

        // When
        int asleep = given().get(management.resolve("/q/health/ready")).statusCode();
        service.answer("/q/health/ready", (request, body) -> request.response().end("{}"));
        int awake = given().get(management.resolve("/q/health/ready")).statusCode();

        // Then
        assertThat(asleep).isEqualTo(503);
        assertThat(awake).isEqualTo(200);
    }

    @Test
    void requestsAreCountedByRouteAndNeverByAddress() {
        // Given
        given().auth().oauth2(tokens.admin()).get("/api/v1/tasks/4711");
        given().auth().oauth2(tokens.admin()).request("BREW", "/api/v1/tasks/4711");
        given().get("/api/v1/tasks/4711");

        // When / Then
        given().get(management.resolve("/q/metrics"))
                .then()
                .statusCode(200)
                .body(containsString("gateway_requests_seconds_count{method=\"GET\",route=\"tasks\",status=\"2xx\"}"))
                .body(containsString("gateway_requests_seconds_count{method=\"OTHER\",route=\"none\",status=\"4xx\"}"))
                .body(containsString("gateway_requests_seconds_count{method=\"GET\",route=\"none\",status=\"4xx\"}"))
                .body(containsString("gateway_upstream_seconds_count{service=\"core\"}"))
                .body(not(containsString("4711")))
                .body(not(containsString("BREW")));
    }
}
