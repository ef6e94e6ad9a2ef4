package io.asyncrpc.gateway.route;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The services behind the door, all reached over one pool of kept connections each. */
@Singleton
class Upstreams {
    private final HttpClient http;
    private final Map<String, UpstreamClient> byName;

    Upstreams(Vertx vertx, RouteConfig config, GatewayMetrics metrics) {
        this.http = vertx.createHttpClient(options(config.upstream()));
        this.byName = config.services().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        named -> new UpstreamClient(
                                http, named.getKey(), named.getValue().url(), config.upstream(), metrics)));
    }

    UpstreamClient owning(Route route) {
        return Objects.requireNonNull(byName.get(route.service()));
    }

    private static HttpClientOptions options(RouteConfig.Upstream upstream) {
        return new HttpClientOptions()
                .setConnectTimeout((int) upstream.connectTimeout().toMillis())
                .setIdleTimeout((int) upstream.silence().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAliveTimeout((int) upstream.keepAlive().toSeconds())
                .setMaxPoolSize(upstream.connections())
                .setMaxWaitQueueSize(upstream.waiting())
                .setTcpNoDelay(true);
    }

    @PreDestroy
    void close() {
        http.close();
    }
}
