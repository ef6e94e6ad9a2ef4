package io.asyncrpc.core.caller;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens as the library does, and remembers those that were found good until they expire: a client sends the same
 * one with each request, and its signature costs more than reading a task. When there are too many, all are forgotten.
 */
@ApplicationScoped
@Alternative
@Priority(1)
class KnownTokens extends DefaultJWTCallerPrincipalFactory {
    private static final String ORGANISATION = "org";
    private static final int MOST = 10_000;

    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final InstantSource clock;

    KnownTokens(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo context) throws ParseException {
        Known found = known.get(token);
        if (found != null && clock.instant().getEpochSecond() < found.principal.getExpirationTime()) {
            return found.principal;
        }
        JWTCallerPrincipal verified = super.parse(token, context);
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(token, new Known(verified, verified.getClaim(ORGANISATION)));
        return verified;
    }

    /** What the token says in {@code org}. The library throws and catches an exception for each claim that no standard names. */
    @Nullable Object organisation(JsonWebToken token) {
        Known found = known.get(token.getRawToken());
        return found == null ? token.getClaim(ORGANISATION) : found.organisation;
    }

    private record Known(
            JWTCallerPrincipal principal, @Nullable Object organisation) {}
}
