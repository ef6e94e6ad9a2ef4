package io.asyncrpc.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.gateway.RecordingService;
import io.asyncrpc.gateway.TestHouse;
import io.asyncrpc.gateway.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TestHouse.class)
@SuppressWarnings("NullAway.Init") // the fields are set by TestHouse
class ManyRequestsTest {
    private static final int REQUESTS = 1_000;

    private final Semaphore inFlight = new Semaphore(100);

    @TestHTTPResource
    URI door;

    RecordingService service;
    TestTokens tokens;

    @Test
    void aThousandRequestsInAHurryEachGetTheirOwnAnswerOnce() {
        // Given
        service.forget();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        String token = tokens.operator();

        // When
        List<CompletableFuture<HttpResponse<String>>> sent = IntStream.range(0, REQUESTS)
                .mapToObj(i -> send(client, post(token, i)))
                .toList();
        List<HttpResponse<String>> answers =
                sent.stream().map(CompletableFuture::join).toList();

        // Then
        assertThat(answers).allMatch(answer -> answer.statusCode() == 200);
        assertThat(answers.stream().map(HttpResponse::body))
                .containsExactlyElementsOf(IntStream.range(0, REQUESTS)
                        .mapToObj(i -> "{\"n\":" + i + "}")
                        .toList());
        assertThat(service.received()).hasSize(REQUESTS);
    }

    private CompletableFuture<HttpResponse<String>> send(HttpClient client, HttpRequest request) {
        inFlight.acquireUninterruptibly();
        return client.sendAsync(request, BodyHandlers.ofString()).whenComplete((answer, failure) -> inFlight.release());
    }

    private HttpRequest post(String token, int i) {
        return HttpRequest.newBuilder(door.resolve("/api/v1/tasks"))
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString("{\"n\":" + i + "}"))
                .build();
    }
}
