package io.asyncrpc.gateway.limit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.gateway.RawHttp;
import io.asyncrpc.gateway.RecordingService;
import io.asyncrpc.gateway.TestHouse;
import io.asyncrpc.gateway.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(TestHouse.class)
@SuppressWarnings("NullAway.Init") // the fields are set by TestHouse
class BodyGateTest {
    private static final int LIMIT = 512 * 1_024;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TestHTTPResource
    URI door;

    RecordingService service;
    TestTokens tokens;

    @BeforeEach
    void forget() {
        service.forget();
    }

    @ParameterizedTest
    @CsvSource({
        "0,        false, 200",
        "1,        false, 200",
        "524288,   false, 200",
        "524289,   false, 413",
        "5000000,  false, 413",
        "20000000, false, 413",
        "0,        true,  200",
        "1,        true,  200",
        "524288,   true,  200",
        "524289,   true,  413",
        "5000000,  true,  413",
    })
    void aBodyPassesUpToTheLimitHoweverItIsFramed(int size, boolean chunked, int status)
            throws IOException, InterruptedException {
        // Given
        byte[] body = new byte[size];

        // When
        HttpResponse<String> answer = post(
                chunked
                        ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
                        : BodyPublishers.ofByteArray(body));

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 200) {
            assertThat(service.last().body().length()).isEqualTo(size);
        } else {
            assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
            assertThat(answer.body()).contains("\"too-large\"");
            assertThat(service.received()).isEmpty();
        }
    }

    @Test
    void aConnectionSurvivesARefusedBody() {
        // Given
        String tooLarge = head("POST", "Content-Length: " + (LIMIT + 1)) + "x".repeat(LIMIT + 1);

        // When
        String answers = RawHttp.say(door.getPort(), tooLarge, head("GET", "Connection: close"));

        // Then
        assertThat(answers).startsWith("HTTP/1.1 413").contains("HTTP/1.1 200").doesNotContain("still open");
    }

    @Test
    void aHugeBodyIsRefusedBeforeItIsSent() {
        // When
        String answer =
                RawHttp.say(door.getPort(), head("POST", "Expect: 100-continue\r\nContent-Length: 99999999999"));

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 413")
                .doesNotContain("100 Continue")
                .doesNotContain("still open");
        assertThat(service.received()).isEmpty();
    }

    @Test
    void aCarefulClientIsToldToGoOn() {
        // When
        String answer = RawHttp.say(
                door.getPort(), head("POST", "Expect: 100-continue\r\nConnection: close\r\nContent-Length: 2"), "{}");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200");
    }

    @Test
    void aSenderThatFallsAsleepIsNotWaitedForForever() {
        // When
        String answer = RawHttp.say(door.getPort(), head("POST", "Content-Length: 100"), "{");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 400").contains("\"malformed\"").doesNotContain("still open");
        assertThat(service.received()).isEmpty();
    }

    @Test
    void aCallerWithoutATokenIsNotListenedTo() {
        // Given
        String head = "POST /api/v1/tasks HTTP/1.1\r\nHost: door\r\nContent-Length: 99999999\r\n\r\n";

        // When
        String answer = RawHttp.say(door.getPort(), head, "x".repeat(100_000));

        // Then
        assertThat(answer).startsWith("HTTP/1.1 401").doesNotContain("still open");
    }

    @Test
    void aBrokenChunkIsNeverHeardInside() {
        // When
        String answer =
                RawHttp.say(door.getPort(), head("POST", "Transfer-Encoding: chunked") + "zz\r\n{}\r\n0\r\n\r\n");

        // Then
        assertThat(answer)
                .doesNotStartWith("HTTP/1.1 5")
                .doesNotStartWith("HTTP/1.1 2")
                .doesNotContain("still open");
        assertThat(service.received()).isEmpty();
    }

    @Test
    void chunksWinOverALengthAndAreFramedAnew() {
        // When
        String answer = RawHttp.say(
                door.getPort(),
                head("POST", "Connection: close\r\nContent-Length: 40\r\nTransfer-Encoding: chunked")
                        + "2\r\n{}\r\n0\r\n\r\n");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(service.last().headers())
                .containsEntry("content-length", "2")
                .doesNotContainKey("transfer-encoding");
    }

    @Test
    void aFormIsForwardedLikeAnythingElse() {
        // When
        int status = given().auth()
                .oauth2(tokens.admin())
                .contentType("application/x-www-form-urlencoded")
                .body("a=b")
                .post("/api/v1/tasks")
                .statusCode();

        // Then
        assertThat(status).isEqualTo(200);
        assertThat(service.last().body()).hasToString("a=b");
    }

    private HttpResponse<String> post(BodyPublisher body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(door.resolve("/api/v1/tasks"))
                .header("Authorization", "Bearer " + tokens.operator())
                .POST(body)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private String head(String method, String more) {
        return method + " /api/v1/tasks HTTP/1.1\r\nHost: door\r\n" + more + "\r\nAuthorization: Bearer "
                + tokens.operator() + "\r\n\r\n";
    }
}
