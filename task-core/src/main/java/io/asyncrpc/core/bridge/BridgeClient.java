package io.asyncrpc.core.bridge;

import io.asyncrpc.core.tls.HouseTls;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/**
 * The bridge's internal API. Whatever it answers is for the caller to judge; a call fails if no whole answer comes in time, with a
 * {@link java.util.concurrent.TimeoutException} if the bridge may still be at it. It is asked on the caller's event loop, and
 * answers there.
 */
@Singleton
public class BridgeClient {
    static final int CONNECTIONS = 50;

    private final Vertx vertx;
    private final HttpClient http;
    private final BridgeConfig config;

    /** @param body empty, if there was none */
    public record Answer(int status, Buffer body) {
        /** @throws IllegalStateException unless the bridge did what was wanted */
        public Answer orFail() {
            if (status / 100 != 2) {
                throw new IllegalStateException("status " + status);
            }
            return this;
        }
    }

    BridgeClient(Vertx vertx, TlsConfigurationRegistry tls, BridgeConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.http = vertx.createHttpClient(
                HouseTls.trusting(tls).setMaxPoolSize(CONNECTIONS).setConnectTimeout((int)
                        config.connectPatience().toMillis()));
    }

    /** Without a body. */
    public Uni<Answer> ask(HttpMethod method, String path) {
        return ask(method, path, Buffer.buffer());
    }

    /** @param json the body */
    public Uni<Answer> ask(HttpMethod method, String path, String json) {
        return ask(method, path, Buffer.buffer(json));
    }

    private Uni<Answer> ask(HttpMethod method, String path, Buffer body) {
        return Uni.createFrom()
                .emitter(asker -> vertx.getOrCreateContext()
                        .runOnContext(go -> Future.succeededFuture()
                                .compose(now -> send(method, path, body)) // what it throws fails the future
                                .onSuccess(asker::complete)
                                .onFailure(asker::fail)));
    }

    private Future<Answer> send(HttpMethod method, String path, Buffer body) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(config.url().resolve(path).toString())
                .setConnectTimeout(config.queuePatience().toMillis())
                .putHeader("Authorization", "Bearer " + config.houseToken())
                .putHeader("Content-Type", "application/json");
        return http.request(options).compose(request -> exchange(request, body));
    }

    /** A connection on which no whole answer came is not used again. */
    private Future<Answer> exchange(HttpClientRequest request, Buffer body) {
        Future<HttpClientResponse> sent = body.length() == 0 ? request.send() : request.send(body);
        return sent.compose(BridgeClient::read)
                .timeout(config.patience().toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(late -> request.reset());
    }

    private static Future<Answer> read(HttpClientResponse response) {
        return response.body().map(body -> new Answer(response.statusCode(), body));
    }

    @PreDestroy
    void close() {
        http.close();
    }
}
