package io.asyncrpc.gateway.route;

import io.asyncrpc.gateway.read.ReadConfig;
import io.asyncrpc.gateway.read.ReadMetrics;
import io.asyncrpc.gateway.read.Things;
import io.asyncrpc.gateway.read.TogetherReader;
import io.asyncrpc.gateway.tls.HouseTls;
import io.asyncrpc.gateway.wait.WaitConfig;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The services behind the door, each reached over a pool of kept connections, another for those who wait, and one for what is read together. */
@Singleton
class Upstreams {
    private static final int A_MOMENT = 1_000;

    private final HttpClient http;
    private final HttpClient waiting;
    private final HttpClient reading;
    private final Map<String, UpstreamClient> byName;

    Upstreams(
            Vertx vertx,
            RouteConfig config,
            WaitConfig wait,
            ReadConfig read,
            GatewayMetrics metrics,
            ReadMetrics reads,
            TlsConfigurationRegistry tls) {
        this.http = vertx.createHttpClient(options(config.upstream(), tls));
        this.waiting = vertx.createHttpClient(options(config.upstream(), tls)
                .setMaxPoolSize(wait.connections())
                .setMaxWaitQueueSize(wait.waiters()));
        this.reading = vertx.createHttpClient(options(config.upstream(), tls)
                .setIdleTimeout(
                        (int) config.upstream().silence().toMillis() + A_MOMENT) // the question's own comes first
                .setMaxPoolSize(read.connections()));
        this.byName = config.services().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        named -> new UpstreamClient(
                                named.getKey(),
                                named.getValue().url(),
                                http,
                                config.upstream(),
                                new WaitingReader(waiting, named.getValue().url(), wait),
                                named.getValue()
                                        .together()
                                        .map(together -> new TogetherReader(
                                                vertx,
                                                named.getKey(),
                                                named.getValue().url(),
                                                reading,
                                                new Things(together.prefix(), together.path()),
                                                read,
                                                config.upstream().silence(),
                                                reads)),
                                metrics)));
    }

    UpstreamClient owning(Route route) {
        return named(route.service());
    }

    UpstreamClient named(String service) {
        return Objects.requireNonNull(byName.get(service));
    }

    private static HttpClientOptions options(RouteConfig.Upstream upstream, TlsConfigurationRegistry tls) {
        return HouseTls.trusting(tls)
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
        waiting.close();
        reading.close();
    }
}
