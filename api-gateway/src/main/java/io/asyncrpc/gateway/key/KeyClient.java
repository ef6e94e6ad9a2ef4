package io.asyncrpc.gateway.key;

import io.asyncrpc.gateway.tls.HouseTls;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Asks the core whose key it is, by its hash, and tells it of refused logins, over a few connections of its own. */
final class KeyClient implements KeySource {
    private static final int CONNECTIONS = 8;
    private static final int WAITING = 500;

    private final Vertx vertx;
    private final HttpClient http;
    private final ApiKeyConfig config;
    private final HouseToken own;

    KeyClient(Vertx vertx, TlsConfigurationRegistry tls, ApiKeyConfig config, HouseSigner signer) {
        this.vertx = vertx;
        this.config = config;
        this.own = HouseToken.own(signer);
        this.http = vertx.createHttpClient(HouseTls.trusting(tls)
                .setMaxPoolSize(CONNECTIONS)
                .setMaxWaitQueueSize(WAITING)
                .setConnectTimeout((int) config.patience().toMillis())
                .setIdleTimeout((int) config.patience().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS));
    }

    @Override
    public Future<KeyAnswer> whose(String hash) {
        return post("/house/keys/check", question(hash), KeyClient::read);
    }

    /** Tells how many logins were refused. */
    Future<Void> refused(JsonObject told) {
        return post("/house/logins/refused", told, KeyClient::done);
    }

    /** Tells how many logins an edge has refused. */
    Future<Void> counted(JsonObject told) {
        return post("/house/logins/counted", told, KeyClient::done);
    }

    private <T> Future<T> post(String path, JsonObject body, Function<HttpClientResponse, Future<T>> read) {
        Promise<T> answer = Promise.promise();
        vertx.getOrCreateContext()
                .runOnContext(go -> send(path, body).compose(read).onComplete(answer));
        return answer.future().timeout(config.patience().toMillis(), TimeUnit.MILLISECONDS);
    }

    private Future<HttpClientResponse> send(String path, JsonObject body) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(config.core().getHost())
                .setPort(config.core().getPort())
                .setSsl("https".equals(config.core().getScheme()))
                .setURI(path)
                .setConnectTimeout(config.patience().toMillis())
                .putHeader("Authorization", "Bearer " + own.at(Instant.now()))
                .putHeader("Content-Type", "application/json");
        return http.request(options).compose(request -> request.send(body.toBuffer()));
    }

    private static Future<Void> done(HttpClientResponse answer) {
        return answer.statusCode() == 204
                ? answer.end()
                : answer.end().transform(ended -> Future.failedFuture("status " + answer.statusCode()));
    }

    /** {@code docs/contracts/key-check.v1.json} */
    static JsonObject question(String hash) {
        return new JsonObject().put("hash", hash);
    }

    private static Future<KeyAnswer> read(HttpClientResponse answer) {
        return answer.statusCode() == 200
                ? answer.body().map(KeyAnswer::read)
                : answer.end().transform(ended -> Future.failedFuture("status " + answer.statusCode()));
    }

    void close() {
        http.close();
    }
}
