package io.asyncrpc.gateway.key;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks an edge how many logins it has refused, at its port for operators. */
final class EdgeClient {
    private final HttpClient http;
    private final Duration patience;

    EdgeClient(Vertx vertx, Duration patience) {
        this.http = vertx.createHttpClient();
        this.patience = patience;
    }

    /** {@code docs/contracts/counted-logins.v1.json}, without the edge's name. */
    Future<JsonObject> counted(URI edge) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(edge.getHost())
                .setPort(edge.getPort())
                .setURI("/q/logins")
                .setTimeout(patience.toMillis());
        return http.request(options)
                .compose(HttpClientRequest::send)
                .compose(EdgeClient::read)
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Future<JsonObject> read(HttpClientResponse answer) {
        return answer.statusCode() == 200
                ? answer.body().map(JsonObject::new)
                : answer.end().transform(ended -> Future.failedFuture("status " + answer.statusCode()));
    }

    void close() {
        http.close();
    }
}
