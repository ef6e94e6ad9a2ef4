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

/**
 * Verifies tokens as the library does, and remembers those that were found good until they expire: a client sends the same
 * one with each request, and its signature costs more than reading a task. When there are too many, all are forgotten.
 */
@ApplicationScoped
@Alternative
@Priority(1)
class KnownTokens extends DefaultJWTCallerPrincipalFactory {
    private static final int MOST = 10_000;

    private final Map<String, JWTCallerPrincipal> known = new ConcurrentHashMap<>();
    private final InstantSource clock;

    KnownTokens(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo context) throws ParseException {
        JWTCallerPrincipal found = known.get(token);
        if (found != null && clock.instant().getEpochSecond() < found.getExpirationTime()) {
            return found;
        }
        JWTCallerPrincipal verified = super.parse(token, context);
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(token, verified);
        return verified;
    }
}
