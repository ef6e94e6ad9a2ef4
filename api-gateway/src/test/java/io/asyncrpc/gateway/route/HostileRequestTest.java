package io.asyncrpc.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.gateway.RawHttp;
import io.asyncrpc.gateway.RecordingService;
import io.asyncrpc.gateway.TestHouse;
import io.asyncrpc.gateway.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses and bytes made to get past the table or to make the door stumble. Nothing of it is heard inside. */
@QuarkusTest
@WithTestResource(TestHouse.class)
@SuppressWarnings("NullAway.Init") // the fields are set by TestHouse
class HostileRequestTest {
    @TestHTTPResource
    URI door;

    RecordingService service;
    TestTokens tokens;

    @BeforeEach
    @AfterEach
    void forget() {
        service.forget();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/tasks/../../../q/metrics",
                "/api/v1/tasks/%2e%2e/%2e%2e/%2e%2e/q/openapi",
                "/api/v1/tasks/..%2f..%2fq",
                "/api/v1/tasks//..//q",
                "/api/v1/tasks;/x",
                "/api/v1/tasks/..;/..;/q",
                "/q/../api/v1/tasks",
                "/q/%2e%2e/api/v1/tasks",
                "//q/openapi",
                "/api/v1/%2fq",
                "/q",
                "/q/",
                "/q/nothing",
                "/q/metrics",
                "/q/health",
                "/q/dev-ui",
            })
    void noTrickLeadsOutOfTheTable(String path) {
        // When
        String answer = raw("GET " + path + " HTTP/1.1\r\n");

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 404")
                .contains("application/problem+json")
                .contains("\"not-found\"");
        assertThat(service.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/tasks/%00 HTTP/1.1\r\n",
                "GET /api/v1/tasks/\u0000 HTTP/1.1\r\n",
                "GET /api/v1/tasks/%zz HTTP/1.1\r\n",
                "GET /api/v1/tasks?x=%z HTTP/1.1\r\n",
                "GET /q/%zz HTTP/1.1\r\n",
                "GET /api/v1/tasks/\u00e4 HTTP/1.1\r\n",
                "GET http://elsewhere/api/v1/tasks HTTP/1.1\r\n",
                "GET api/v1/tasks HTTP/1.1\r\n",
                "GET /api/v1/tasks HTTP/1.1\r\nX Bad: 1\r\n",
                "GET /api/v1/tasks HTTP/1.1\r\nX: a\u0000b\r\n",
                "POST /api/v1/tasks HTTP/1.1\r\nContent-Length: -1\r\n",
                "POST /api/v1/tasks HTTP/1.1\r\nContent-Length: 1x\r\n",
                "POST /api/v1/tasks HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n",
                "POST /api/v1/tasks HTTP/1.1\r\nTransfer-Encoding: gzip\r\n",
                "POST /api/v1/tasks HTTP/1.1\r\nTransfer-Encoding: xchunked\r\n",
                "POST /api/v1/tasks HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
                "GET /api/v1/tasks HTTP/9.9\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\r\n",
            })
    void whatIsNoHttpIsRefusedOrHungUpOn(String head) {
        // When
        String answer = raw(head);

        // Then
        assertThat(answer).matches("(?s)(HTTP/\\d\\.\\d (400|404|501|505).*|\\s*(\\[reset])?)");
        assertThat(service.received()).isEmpty();
    }

    private String raw(String head) {
        return RawHttp.say(
                door.getPort(),
                head + "Host: door\r\nConnection: close\r\nAuthorization: Bearer " + tokens.admin() + "\r\n\r\n");
    }
}
