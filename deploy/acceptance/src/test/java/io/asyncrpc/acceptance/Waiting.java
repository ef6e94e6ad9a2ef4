package io.asyncrpc.acceptance;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A client that waits for its answers without a thread for each. */
record Waiting(ApiClient client) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /**
     * An answer that is on its way.
     *
     * @param end when it was here, as {@link System#nanoTime}
     */
    record Call(CompletableFuture<HttpResponse<String>> coming, CompletableFuture<Long> end, long start) {
        HttpResponse<String> answer() {
            return coming.orTimeout(75, TimeUnit.SECONDS).join();
        }

        Duration took() {
            return Duration.ofNanos(end.join() - start);
        }

        String header(String name) {
            return answer().headers().firstValue(name).orElse("");
        }
    }

    Call get(String taskId, String... headers) {
        return send(request("/tasks/" + taskId, headers).GET());
    }

    Call post(String body, String... headers) {
        return send(request("/tasks", headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path, String... headers) {
        String[] all = Stream.concat(Stream.of("Authorization", "Bearer " + client.token()), Stream.of(headers))
                .toArray(String[]::new);
        return HttpRequest.newBuilder(URI.create(client.url() + "/api/v1" + path))
                .headers(all);
    }

    private static Call send(HttpRequest.Builder request) {
        long start = System.nanoTime();
        CompletableFuture<HttpResponse<String>> coming = HTTP.sendAsync(request.build(), BodyHandlers.ofString());
        return new Call(coming, coming.handle((answer, failure) -> System.nanoTime()), start);
    }
}
