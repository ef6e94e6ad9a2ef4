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
    private final KnownTokens known;

    KeyFilter(TokenKey key, KnownTokens known) {
        this.key = key;
        this.known = known;
    }

    void register(@Observes Router router) {
        if (key.rings().findAny().isPresent()) {
            router.route().order(FIRST).handler(this::enter);
        }
    }

    private void enter(RoutingContext context) {
        Optional<KeyRing> ignorant = ignorant(bearer(context.request().getHeader(HttpHeaders.AUTHORIZATION)));
        if (ignorant.isEmpty()) {
            context.next();
            return;
        }
        Future<Void> asked = ignorant.get().learn();
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

    /** Who may have a key that we do not know. Nobody has one for what is no token, or not signed in a way that we take. */
    private Optional<KeyRing> ignorant(String token) {
        if (token.isEmpty() || known.remembers(token) || key.rings().anyMatch(ring -> isKnown(token, ring))) {
            return Optional.empty();
        }
        return GatewayTrust.isNamedBy(token) ? key.gateway() : key.ring();
    }

    private static boolean isKnown(String token, KeyRing ring) {
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
