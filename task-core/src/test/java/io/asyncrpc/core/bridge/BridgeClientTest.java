package io.asyncrpc.core.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bridge that hangs, or that is not there. */
class BridgeClientTest {
    private static final Duration QUEUE = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofMillis(900);

    private final Vertx vertx = Vertx.vertx();
    private final List<AutoCloseable> open = new ArrayList<>();

    private record Patient(
            URI url, String houseToken, Duration connectPatience, Duration queuePatience, Duration patience)
            implements BridgeConfig {}

    private static final class NoTls implements TlsConfigurationRegistry {
        @Override
        public Optional<TlsConfiguration> get(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<TlsConfiguration> getDefault() {
            return Optional.empty();
        }

        @Override
        public void register(String name, TlsConfiguration configuration) {
            throw new UnsupportedOperationException(name);
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private BridgeClient client(URI url) {
        BridgeClient client = new BridgeClient(vertx, new NoTls(), new Patient(url, "token", QUEUE, QUEUE, PATIENCE));
        open.add(client::close);
        return client;
    }

    private URI bridge(Handler<HttpServerRequest> answer) {
        HttpServer server = vertx.createHttpServer().requestHandler(answer);
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
        open.add(() -> server.close().toCompletionStage().toCompletableFuture().join());
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/");
    }

    private static CompletableFuture<BridgeClient.Answer> put(BridgeClient client) {
        return client.ask(HttpMethod.PUT, "/accounts/pump").subscribeAsCompletionStage();
    }

    @Test
    void tellsWhatTheBridgeAnswered() {
        // Given
        URI bridge = bridge(request -> request.response()
                .setStatusCode(201)
                .end(request.method() + " " + request.uri() + " " + request.getHeader("Authorization")));

        // When
        BridgeClient.Answer answer = put(client(bridge)).join();

        // Then
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().toString()).isEqualTo("PUT /accounts/pump Bearer token");
    }

    @Test
    void whoWaitedInVainForAConnectionIsNotSentLater() throws Exception {
        // Given
        AtomicInteger asked = new AtomicInteger();
        BridgeClient client = client(bridge(request -> asked.incrementAndGet()));
        List<CompletableFuture<BridgeClient.Answer>> calls = new ArrayList<>();

        // When
        for (int i = 0; i < BridgeClient.CONNECTIONS + 5; i++) {
            calls.add(put(client));
        }
        List<Throwable> failures =
                calls.stream().map(call -> catchThrowable(call::join)).toList();
        TimeUnit.MILLISECONDS.sleep(PATIENCE.toMillis());

        // Then
        assertThat(failures)
                .hasSize(BridgeClient.CONNECTIONS + 5)
                .allSatisfy(failure -> assertThat(failure).hasCauseInstanceOf(TimeoutException.class));
        assertThat(asked).hasValue(BridgeClient.CONNECTIONS);
    }

    @Test
    void anAnswerThatStopsInTheMiddleGivesItsConnectionUp() {
        // Given
        CompletableFuture<Void> closed = new CompletableFuture<>();
        URI bridge = bridge(request -> {
            request.connection().closeHandler(closed::complete);
            request.response().setChunked(true).write("{");
        });

        // When
        Throwable failure = catchThrowable(() -> put(client(bridge)).join());

        // Then
        assertThat(failure).hasCauseInstanceOf(TimeoutException.class);
        assertThat(closed).succeedsWithin(PATIENCE);
    }

    @Test
    void anAddressThatIsNoneFailsTheCall() {
        // When
        Throwable failure = catchThrowable(
                () -> put(client(URI.create("device-bridge:8082"))).get(5, TimeUnit.SECONDS));

        // Then
        assertThat(failure).isInstanceOf(ExecutionException.class);
    }
}
