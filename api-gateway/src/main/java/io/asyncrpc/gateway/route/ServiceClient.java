package io.asyncrpc.gateway.route;

import io.asyncrpc.gateway.tls.HouseTls;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Asks a service on the door's own behalf, without a token: is it ready, what does it offer. Each question takes a connection of its
 * own: one that is kept leads to the same replica again, also while that one goes and others serve.
 */
@Singleton
public class ServiceClient {
    private static final int CONNECT_MILLIS = 1_000;

    private final Vertx vertx;
    private final HttpClient http;

    ServiceClient(Vertx vertx, TlsConfigurationRegistry tls) {
        this.vertx = vertx;
        this.http = vertx.createHttpClient(
                HouseTls.trusting(tls).setKeepAlive(false).setConnectTimeout(CONNECT_MILLIS));
    }

    /**
     * Fails unless the answer is 200 and all here in time. It is asked on an event loop, whoever calls: on another thread
     * the body may be over before anyone listens.
     *
     * @param patience until the whole answer is here
     */
    public Future<Buffer> get(URI uri, Duration patience) {
        Promise<Buffer> answer = Promise.promise();
        vertx.getOrCreateContext().runOnContext(go -> ask(uri, patience).onComplete(answer));
        return answer.future().timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Future<Buffer> ask(URI uri, Duration patience) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(uri.toString())
                .setConnectTimeout(CONNECT_MILLIS)
                .setIdleTimeout(patience.toMillis())
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
