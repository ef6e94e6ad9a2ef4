package io.asyncrpc.gateway.route;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.gateway.RawHttp;
import io.asyncrpc.gateway.RecordingService;
import io.asyncrpc.gateway.TestHouse;
import io.asyncrpc.gateway.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way in: what of a request the service gets to see. */
@QuarkusTest
@WithTestResource(TestHouse.class)
@SuppressWarnings("NullAway.Init") // the fields are set by TestHouse
class ForwardingTest {
    @TestHTTPResource
    URI door;

    RecordingService service;
    TestTokens tokens;

    @BeforeEach
    void forget() {
        service.forget();
    }

    @Test
    void aTaskIsForwardedByteForByte() {
        // Given
        String body = "{\"deviceId\":\"pump-1\", \"payload\" : [1,2.50, \"\u00e4\"]}";

        // When
        var answer = admin().contentType("application/json").body(body).post("/api/v1/tasks");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.asByteArray()).isEqualTo(service.last().body().getBytes());
        assertThat(service.last().method()).isEqualTo("POST");
    }

    @Test
    void theQueryIsForwardedAsItCame() {
        // When
        admin().urlEncodingEnabled(false).get("/api/v1/tasks?label=a=b%20c&state=NEW&state=DONE&d");

        // Then
        assertThat(service.last().uri()).isEqualTo("/api/v1/tasks?label=a=b%20c&state=NEW&state=DONE&d");
    }

    @Test
    void theTokenGoesAlong() {
        // Given
        String token = tokens.viewer();

        // When
        given().auth().oauth2(token).get("/api/v1/devices/pump-1");

        // Then
        assertThat(service.last().headers()).containsEntry("authorization", "Bearer " + token);
    }

    @Test
    void onlyHeadersOfTheContractGetIn() {
        // When
        admin().header("X-Forwarded-For", "10.0.0.1")
                .header("X-Forwarded-Host", "evil")
                .header("Forwarded", "for=10.0.0.1")
                .header("X-Real-IP", "10.0.0.1")
                .header("X-Organisation", "other")
                .header("Cookie", "a=b")
                .header("Keep-Alive", "timeout=5")
                .header("TE", "trailers")
                .header("Proxy-Authorization", "Basic eDp5")
                .header("If-None-Match", "W/\"3\"")
                .header("Idempotency-Key", "k1")
                .header("Accept", "application/json")
                .header("User-Agent", "test")
                .get("/api/v1/tasks/1");

        // Then
        assertThat(service.last().headers().keySet())
                .isEqualTo(Set.of("authorization", "accept", "host", "idempotency-key", "if-none-match", "user-agent"));
    }

    @Test
    void aCallerCannotHaveTheTokenTakenAwayAsHopByHop() {
        // When
        String answer = RawHttp.say(
                door.getPort(),
                "GET /api/v1/tasks HTTP/1.1\r\nHost: door\r\nConnection: close, authorization\r\nAuthorization: Bearer "
                        + tokens.viewer() + "\r\n\r\n");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(service.last().headers()).containsKey("authorization");
    }

    private RequestSpecification admin() {
        return given().auth().oauth2(tokens.admin());
    }
}
