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
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The way out: what of an answer the caller gets to see. */
@QuarkusTest
@WithTestResource(TestHouse.class)
@SuppressWarnings("NullAway.Init") // the fields are set by TestHouse
class RelayingTest {
    @TestHTTPResource
    URI door;

    RecordingService service;
    TestTokens tokens;

    @Test
    void headersOfTheConnectionAndOfTheInsideDoNotGetOut() {
        // Given
        service.answer(
                "/api/v1/tasks/headers",
                (request, body) -> request.response()
                        .putHeader("Connection", "x-inner")
                        .putHeader("X-Inner", "1")
                        .putHeader("Server", "core/1")
                        .putHeader("X-Powered-By", "magic")
                        .putHeader("Keep-Alive", "timeout=5")
                        .putHeader("ETag", "W/\"3\"")
                        .putHeader("Link", "</api/v1/tasks?cursor=x>; rel=\"next\"")
                        .end("{}"));

        // When
        var headers = admin().get("/api/v1/tasks/headers").headers();

        // Then
        assertThat(headers.asList().stream().map(header -> header.getName().toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrder(
                        "etag", "link", "content-length", "x-content-type-options", "ratelimit-policy", "ratelimit");
    }

    @Test
    void aLocationNeverNamesTheServiceBehind() {
        // Given
        service.answer(
                "/api/v1/tasks/made",
                (request, body) -> request.response()
                        .setStatusCode(202)
                        .putHeader("Location", "http://127.0.0.1:" + service.port() + "/api/v1/tasks/42")
                        .end());

        // When
        var answer = admin().post("/api/v1/tasks/made");

        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.header("Location")).isEqualTo("/api/v1/tasks/42");
    }

    @Test
    void anAnswerWithoutABodyStaysWithoutOne() {
        // Given
        service.answer(
                "/api/v1/tasks/same",
                (request, body) -> request.response()
                        .setStatusCode(304)
                        .putHeader("ETag", "W/\"3\"")
                        .end());
        service.answer(
                "/api/v1/devices/gone",
                (request, body) -> request.response().setStatusCode(204).end());

        // When
        String same = raw("GET", "/api/v1/tasks/same");
        String gone = raw("DELETE", "/api/v1/devices/gone");
        String head = raw("HEAD", "/api/v1/tasks");

        // Then
        assertThat(same)
                .startsWith("HTTP/1.1 304")
                .contains("W/\"3\"")
                .doesNotContainIgnoringCase("transfer-encoding")
                .endsWith("\r\n\r\n");
        assertThat(gone)
                .startsWith("HTTP/1.1 204")
                .doesNotContainIgnoringCase("transfer-encoding")
                .endsWith("\r\n\r\n");
        assertThat(head)
                .startsWith("HTTP/1.1 200")
                .doesNotContainIgnoringCase("transfer-encoding")
                .endsWith("\r\n\r\n");
    }

    @Test
    void aLongAnswerOfUnknownLengthStreamsThrough() {
        // Given
        String piece = "0123456789abcdef".repeat(4_096);
        service.answer("/api/v1/tasks/long", (request, body) -> {
            var response = request.response().setChunked(true);
            for (int i = 0; i < 64; i++) {
                response.write(piece);
            }
            response.end();
        });

        // When
        byte[] answer = admin().get("/api/v1/tasks/long").asByteArray();

        // Then
        assertThat(answer).hasSize(64 * piece.length());
    }

    @Test
    void anOldClientGetsAnAnswerOfUnknownLengthWithoutChunks() {
        // Given
        service.answer("/api/v1/tasks/old", (request, body) -> {
            request.response().setChunked(true).write("ab");
            request.response().end("cd");
        });

        // When
        String answer = RawHttp.say(
                door.getPort(),
                "GET /api/v1/tasks/old HTTP/1.0\r\nAuthorization: Bearer " + tokens.viewer() + "\r\n\r\n");

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.0 200")
                .doesNotContainIgnoringCase("chunked")
                .endsWith("\r\n\r\nabcd");
    }

    private String raw(String method, String path) {
        return RawHttp.say(
                door.getPort(),
                method + " " + path + " HTTP/1.1\r\nHost: door\r\nConnection: close\r\nAuthorization: Bearer "
                        + tokens.admin() + "\r\n\r\n");
    }

    private RequestSpecification admin() {
        return given().auth().oauth2(tokens.admin());
    }
}
