package io.asyncrpc.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;

/** A real HTTP server that keeps what it was asked and answers as the test says, by default 200 with the body it got. */
public final class RecordingService implements AutoCloseable {
    /** What arrived behind the door. */
    public record Received(String method, String uri, Map<String, String> headers, Buffer body) {}

    private final Vertx vertx = Vertx.vertx();
    private final ConcurrentLinkedQueue<Received> received = new ConcurrentLinkedQueue<>();
    private final Map<String, BiConsumer<HttpServerRequest, Buffer>> answers = new ConcurrentHashMap<>();
    private Optional<HttpServer> server = Optional.empty();

    public void start(int port) {
        HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(port);
        server = Optional.of(await(vertx.createHttpServer(options)
                .requestHandler(request -> request.body().onSuccess(body -> handle(request, body)))
                .listen()));
    }

    public void stop() {
        server.ifPresent(running -> await(running.close()));
        server = Optional.empty();
    }

    public int port() {
        return server.orElseThrow().actualPort();
    }

    /** From now on requests to this path, whatever the query, are answered so. */
    public void answer(String path, BiConsumer<HttpServerRequest, Buffer> answer) {
        answers.put(path, answer);
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    public Received last() {
        return received().getLast();
    }

    public void forget() {
        received.clear();
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private void handle(HttpServerRequest request, Buffer body) {
        Map<String, String> headers = new ConcurrentHashMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), value));
        received.add(new Received(request.method().name(), request.uri(), headers, body));
        answers.getOrDefault(request.path(), RecordingService::echo).accept(request, body);
    }

    private static void echo(HttpServerRequest request, Buffer body) {
        request.response().putHeader("Content-Type", "application/json").end(body);
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
