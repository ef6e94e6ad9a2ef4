package io.asyncrpc.core.caller;

import io.asyncrpc.core.problem.Problem;
import io.asyncrpc.core.problem.ProblemType;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.JwtContext;
import org.jspecify.annotations.Nullable;

/**
 * Remembers tokens that were found good until they expire or the keys change: a client sends the same one with each request,
 * and its signature costs more than reading a task. When there are too many, all are forgotten.
 */
@ApplicationScoped
@Alternative
@Priority(1)
class KnownTokens extends JWTCallerPrincipalFactory {
    private static final int MOST = 10_000;

    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Trust provider;
    private final Optional<Trust> gateway;
    private final TokenMetrics metrics;
    private final InstantSource clock;

    KnownTokens(TokenKey key, TokenConfig config, TokenMetrics metrics, InstantSource clock) {
        this.provider = new ProviderTrust(key.keys(), new TokenParser(key.keys()), config);
        this.gateway = key.gateway().map(GatewayTrust::new);
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo context) throws ParseException {
        Known found = known.get(token);
        if (found != null
                && isOfTheseKeys(found)
                && clock.instant().getEpochSecond() < found.principal.getExpirationTime()) {
            return found.principal;
        }
        Trust trust = trust(token);
        KeySet trusted = trust.keys().now().orElseThrow(this::away);
        JWTCallerPrincipal verified = verify(token, context, trust);
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(token, new Known(verified, verified.getClaim(trust.organisationClaim()), trust, trusted));
        return verified;
    }

    /** Whether its key is one that is trusted now, without a look at the token itself. */
    boolean remembers(String token) {
        Known found = known.get(token);
        return found != null && isOfTheseKeys(found);
    }

    /** What the token says of its organisation. The library throws and catches an exception for each claim that no standard names. */
    @Nullable Object organisation(JsonWebToken token) {
        Known found = known.get(token.getRawToken());
        return found == null ? token.getClaim(trust(token.getRawToken()).organisationClaim()) : found.organisation;
    }

    /** What a token says of its issuer chooses by whose keys, algorithm and names it is verified, the issuer's name with the rest. */
    private Trust trust(String token) {
        return gateway.filter(own -> GatewayTrust.isNamedBy(token)).orElse(provider);
    }

    private JWTCallerPrincipal verify(String token, JWTAuthContextInfo context, Trust trust) throws ParseException {
        try {
            JwtContext read = trust.verify(token, context);
            JwtClaims claims = read.getJwtClaims();
            ClaimPath.flatten(claims, trust.organisationClaim());
            claims.setStringListClaim(Claims.groups.name(), trust.roles(claims));
            return new DefaultJWTCallerPrincipal(
                    read.getJoseObjects().getFirst().getHeader("typ"), claims);
        } catch (ParseException e) {
            metrics.refused(Refusal.of(e));
            throw e;
        } catch (MalformedClaimException | RuntimeException e) {
            metrics.refused(Refusal.UNREADABLE);
            throw new ParseException("a claim is not of the right kind", e);
        }
    }

    private Problem away() {
        metrics.refused(Refusal.KEYS_AWAY);
        return new Problem(ProblemType.UNAVAILABLE, "tokens cannot be verified at the moment");
    }

    /** Equal sets are one object (KeyRing), and comparing keys takes time. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isOfTheseKeys(Known found) {
        return found.trust.keys().now().filter(now -> now == found.keys).isPresent();
    }

    private record Known(
            JWTCallerPrincipal principal, @Nullable Object organisation, Trust trust, KeySet keys) {}
}
