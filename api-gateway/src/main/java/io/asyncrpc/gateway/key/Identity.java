package io.asyncrpc.gateway.key;

import io.asyncrpc.gateway.security.TokenVerifier;
import io.asyncrpc.gateway.security.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who asks, by a token or by a key. A request with a key of which nothing is known stands aside until the core was asked;
 * what is decided then, is decided without waiting.
 */
@Singleton
public class Identity {
    public static final String HEADER = "x-api-key";

    /** Before the requests are let in or refused. */
    private static final int BEFORE_ADMISSION = -1_900;

    private static final Pattern KEY = Pattern.compile("ark_[A-Za-z0-9_-]{43}");

    private final TokenVerifier tokens;
    private final MeterRegistry metrics;
    private final Counter uses;
    private final Optional<KeyClient> client;
    private final Optional<ApiKeys> keys;
    private final EdgeClient edges;

    Identity(
            TokenVerifier tokens,
            ApiKeyConfig config,
            EdgeConfig edge,
            Vertx vertx,
            TlsConfigurationRegistry tls,
            MeterRegistry metrics) {
        this.tokens = tokens;
        this.metrics = metrics;
        this.uses = metrics.counter("gateway.key.uses");
        Optional<HouseSigner> signer = config.file().map(HouseSigner::of);
        this.client = signer.map(own -> new KeyClient(vertx, tls, config, own));
        this.edges = new EdgeClient(vertx, config.patience());
        client.ifPresent(core -> tellRefusals(core, edge.management().orElse(List.of()), vertx));
        this.keys = client.map(source -> new ApiKeys(source, signer.orElseThrow(), config, InstantSource.system()));
    }

    private void tellRefusals(KeyClient core, List<URI> management, Vertx vertx) {
        RefusalRunner own = new RefusalRunner(metrics, core::refused);
        vertx.setPeriodic(RefusalRunner.EVERY_MILLIS, tick -> own.run());
        for (URI edge : management) {
            EdgeRunner runner = new EdgeRunner(edge.getAuthority(), () -> edges.counted(edge), core::counted);
            vertx.setPeriodic(RefusalRunner.EVERY_MILLIS, tick -> runner.run());
        }
    }

    void register(@Observes Router router) {
        keys.ifPresent(known -> router.route().order(BEFORE_ADMISSION).handler(context -> enter(context, known)));
    }

    private static void enter(RoutingContext context, ApiKeys keys) {
        MultiMap headers = context.request().headers();
        Optional<String> key = headers.contains(HttpHeaders.AUTHORIZATION) ? Optional.empty() : key(headers);
        Future<Void> learnt = key.map(text -> keys.learn(hash(text))).orElseGet(Future::succeededFuture);
        if (learnt.isComplete()) {
            context.next();
            return;
        }
        Context here = context.vertx().getOrCreateContext();
        learnt.onComplete(done -> here.runOnContext(go -> context.next()));
    }

    /** Waits for nobody. */
    public Verdict verify(MultiMap headers) {
        List<String> authorization = headers.getAll(HttpHeaders.AUTHORIZATION);
        if (!headers.contains(HEADER)) {
            return tokens.verify(authorization);
        }
        if (!authorization.isEmpty()) {
            return refuse(KeyRefusal.KEY_AND_TOKEN);
        }
        if (keys.isEmpty()) {
            return refuse(KeyRefusal.KEY_NOT_TAKEN);
        }
        return key(headers).map(text -> verify(text, keys.get())).orElseGet(() -> refuse(KeyRefusal.KEY_UNREADABLE));
    }

    private Verdict verify(String key, ApiKeys known) {
        return switch (known.find(hash(key))) {
            case ApiKeys.Found.Not(KeyRefusal why) -> refuse(why);
            case ApiKeys.Found.Vouched vouched -> {
                uses.increment();
                yield new Verdict.Vouched(vouched.caller(), vouched.token());
            }
        };
    }

    private Verdict refuse(KeyRefusal why) {
        metrics.counter("gateway.token.refused", "reason", why.name().toLowerCase(Locale.ROOT))
                .increment();
        return new Verdict.Refused(why.problem());
    }

    private static Optional<String> key(MultiMap headers) {
        List<String> given = headers.getAll(HEADER);
        return given.size() == 1 && KEY.matcher(given.getFirst()).matches()
                ? Optional.of(given.getFirst())
                : Optional.empty();
    }

    static String hash(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has it", e);
        }
    }

    @PreDestroy
    void close() {
        client.ifPresent(KeyClient::close);
        edges.close();
    }
}
