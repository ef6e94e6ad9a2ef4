package io.asyncrpc.gateway.wait;

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

/** A caller who may wait. */
final class Asking {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI door;
    private final String token;

    /** An answer on its way, and how long it was. */
    record Call(CompletableFuture<HttpResponse<String>> coming, CompletableFuture<Duration> time) {
        HttpResponse<String> answer() {
            return coming.orTimeout(20, TimeUnit.SECONDS).join();
        }

        Duration took() {
            return time.orTimeout(20, TimeUnit.SECONDS).join();
        }
    }

    Asking(URI door, String token) {
        this.door = door;
        this.token = token;
    }

    Call get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    Call post(String path, String body, String... headers) {
        return send(request(path, headers).POST(BodyPublishers.ofString(body)));
    }

    Call send(String method, String path, String... headers) {
        return send(request(path, headers).method(method, BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(String path, String... headers) {
        String[] all = Stream.concat(Stream.of("Authorization", "Bearer " + token), Stream.of(headers))
                .toArray(String[]::new);
        return HttpRequest.newBuilder(door.resolve(path)).headers(all);
    }

    private Call send(HttpRequest.Builder request) {
        long start = System.nanoTime();
        CompletableFuture<HttpResponse<String>> coming = client.sendAsync(request.build(), BodyHandlers.ofString());
        return new Call(coming, coming.handle((answer, failure) -> Duration.ofNanos(System.nanoTime() - start)));
    }
}
