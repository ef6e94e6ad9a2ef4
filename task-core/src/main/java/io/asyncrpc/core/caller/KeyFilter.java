package io.asyncrpc.core.caller;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * A token may name a key that the provider has just begun to use: its request stands aside until the provider was asked, and
 * is then looked at like any other. Nothing is decided here.
 */
@Singleton
class KeyFilter {
    /** Before all that looks at tokens. */
    private static final int FIRST = -2_000;

    private static final String SCHEME = "Bearer ";

    private final TokenKey key;

    KeyFilter(TokenKey key) {
        this.key = key;
    }

    void register(@Observes Router router) {
        key.ring().ifPresent(ring -> router.route().order(FIRST).handler(context -> enter(context, ring)));
    }

    private void enter(RoutingContext context, KeyRing ring) {
        if (isKnown(context.request().getHeader(HttpHeaders.AUTHORIZATION), ring)) {
            context.next();
            return;
        }
        Future<Void> asked = ring.learn();
        if (asked.isComplete()) {
            context.next();
            return;
        }
        Context here = context.vertx().getOrCreateContext();
        asked.onComplete(done -> here.runOnContext(go -> context.next()));
    }

    private static String bearer(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length()).strip()
                : "";
    }

    /** Also what is no token at all, or not signed in a way that we take: no key of the provider would help it. */
    private static boolean isKnown(@Nullable String authorization, KeyRing ring) {
        String token = bearer(authorization);
        if (token.isEmpty()) {
            return true;
        }
        try {
            JsonWebSignature read = new JsonWebSignature();
            read.setCompactSerialization(token);
            String kid = read.getKeyIdHeaderValue();
            Optional<Algorithm> algorithm = Algorithm.of(read.getAlgorithmHeaderValue());
            return kid == null
                    || algorithm.isEmpty()
                    || ring.now().flatMap(set -> set.find(kid, algorithm.get())).isPresent();
        } catch (JoseException e) {
            return true;
        }
    }
}
