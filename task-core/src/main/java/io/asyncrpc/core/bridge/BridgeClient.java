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
    private static final int CONNECTIONS = 50;

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
                        .runOnContext(go -> send(method, path, body)
                                .onSuccess(asker::complete)
                                .onFailure(asker::fail)));
    }

    private Future<Answer> send(HttpMethod method, String path, Buffer body) {
        long millis = config.patience().toMillis();
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(config.url() + path)
                .setIdleTimeout(millis)
                .putHeader("Authorization", "Bearer " + config.houseToken())
                .putHeader("Content-Type", "application/json");
        return http.request(options)
                .compose(request -> send(request, body))
                .compose(BridgeClient::read)
                .timeout(millis, TimeUnit.MILLISECONDS);
    }

    private static Future<HttpClientResponse> send(HttpClientRequest request, Buffer body) {
        return body.length() == 0 ? request.send() : request.send(body);
    }

    private static Future<Answer> read(HttpClientResponse response) {
        return response.body().map(body -> new Answer(response.statusCode(), body));
    }

    @PreDestroy
    void close() {
        http.close();
    }
}
