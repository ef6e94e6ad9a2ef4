package io.asyncrpc.gateway.route;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.URI;

/** Asks a service on the door's own behalf, without a token: is it ready, what does it offer. */
@Singleton
public class ServiceClient {
    private static final int PATIENCE_MILLIS = 1_000;

    private final HttpClient http;

    ServiceClient(Vertx vertx) {
        this.http = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(PATIENCE_MILLIS));
    }

    /** Fails unless the answer is 200. */
    public Future<Buffer> get(URI uri) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(uri.toString())
                .setConnectTimeout(PATIENCE_MILLIS)
                .setIdleTimeout(PATIENCE_MILLIS)
                .putHeader("Accept", "application/json");
        return http.request(options).compose(HttpClientRequest::send).compose(ServiceClient::body);
    }

    private static Future<Buffer> body(HttpClientResponse answer) {
        return answer.statusCode() == 200
                ? answer.body()
                : answer.end().transform(ended -> Future.failedFuture("status " + answer.statusCode()));
    }

    @PreDestroy
    void close() {
        http.close();
    }
}
