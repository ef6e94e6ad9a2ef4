package io.asyncrpc.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.gateway.RawHttp;
import io.asyncrpc.gateway.RecordingService;
import io.asyncrpc.gateway.TestHouse;
import io.asyncrpc.gateway.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An exchange that breaks off in the middle, on either side: the other side gets to know. */
@QuarkusTest
@WithTestResource(TestHouse.class)
@SuppressWarnings("NullAway.Init") // the fields are set by TestHouse
class BrokenExchangeTest {
    @TestHTTPResource
    URI door;

    RecordingService service;
    TestTokens tokens;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void halfAnAnswerIsSeenAsHalf(boolean hangsUp) {
        // Given
        service.answer("/api/v1/tasks/half", (request, body) -> {
            request.response().putHeader("Content-Length", "100").write("half");
            if (hangsUp) {
                request.response()
                        .write("!")
                        .onComplete(said -> request.connection().close());
            }
        });

        // When
        String answer = raw("GET /api/v1/tasks/half HTTP/1.1");

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("content-length: 100")
                .contains("half")
                .doesNotContain("still open");
    }

    @Test
    void halfAnAnswerOfUnknownLengthIsSeenAsHalf() {
        // Given
        service.answer(
                "/api/v1/tasks/chunk",
                (request, body) -> request.response()
                        .setChunked(true)
                        .write("half")
                        .onComplete(said -> request.connection().close()));

        // When
        String answer = raw("GET /api/v1/tasks/chunk HTTP/1.1");

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .doesNotContain("0\r\n\r\n")
                .doesNotContain("still open");
    }

    @Test
    void aServiceIsToldWhenTheCallerHangsUp() throws IOException {
        // Given
        CompletableFuture<Boolean> asked = new CompletableFuture<>();
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        service.answer("/api/v1/tasks/left", (request, body) -> {
            request.connection().closeHandler(closed -> told.complete(true));
            request.response().setChunked(true).write("a");
            asked.complete(true);
        });

        // When
        try (Socket caller = new Socket("127.0.0.1", door.getPort())) {
            caller.getOutputStream()
                    .write(head("GET /api/v1/tasks/left HTTP/1.1").getBytes(StandardCharsets.US_ASCII));
            asked.orTimeout(5, TimeUnit.SECONDS).join();
        }

        // Then
        assertThat(told.orTimeout(3, TimeUnit.SECONDS).join()).isTrue();
    }

    private String raw(String line) {
        return RawHttp.say(door.getPort(), head(line));
    }

    private String head(String line) {
        return line + "\r\nHost: door\r\nAuthorization: Bearer " + tokens.admin() + "\r\n\r\n";
    }
}
