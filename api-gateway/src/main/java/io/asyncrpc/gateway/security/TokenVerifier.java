package io.asyncrpc.gateway.security;

import io.asyncrpc.gateway.problem.Problem;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/**
 * Looks at the {@code Authorization} header. RS256 alone is taken, so neither {@code alg: none} nor an HMAC made with
 * the public key gets anywhere.
 */
public final class TokenVerifier {
    private static final String SCHEME = "Bearer ";
    private static final int MAX_ORGANISATION_LENGTH = 128;

    private final JwtConsumer consumer;
    private final KnownTokens known = new KnownTokens();

    public TokenVerifier(PublicKey key, String issuer, String audience, Duration clockSkew) {
        this.consumer = new JwtConsumerBuilder()
                .setVerificationKey(key)
                .setJwsAlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256)
                .setExpectedIssuer(issuer)
                .setExpectedAudience(audience)
                .setRequireSubject()
                .setRequireIssuedAt()
                .setRequireExpirationTime()
                .setAllowedClockSkewInSeconds((int) clockSkew.toSeconds())
                .build();
    }

    /** @param authorization every value of the header; more than one is as good as none */
    public Verdict verify(List<String> authorization) {
        if (authorization.size() != 1 || !isBearer(authorization.getFirst())) {
            return new Verdict.Refused(Problem.unauthenticated("A bearer token is needed.", false));
        }
        try {
            String token = authorization.getFirst().substring(SCHEME.length()).strip();
            Verdict seen = known.find(token, System.currentTimeMillis());
            return seen != null ? seen : verify(token);
        } catch (InvalidJwtException | MalformedClaimException e) {
            return new Verdict.Refused(
                    Problem.unauthenticated("The token is unreadable, expired, or not meant for this house.", true));
        }
    }

    private Verdict verify(String token) throws InvalidJwtException, MalformedClaimException {
        JwtClaims claims = consumer.processToClaims(token);
        Verdict verdict = judge(claims);
        if (verdict instanceof Verdict.Known) {
            known.keep(token, verdict, claims.getExpirationTime().getValueInMillis());
        }
        return verdict;
    }

    private static boolean isBearer(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    private static Verdict judge(JwtClaims claims) {
        Optional<String> organisation = organisation(claims);
        if (organisation.isEmpty()) {
            return new Verdict.Refused(Problem.forbidden("The token names no organisation (claim org)."));
        }
        return role(claims)
                .<Verdict>map(role -> new Verdict.Known(new Caller(organisation.get(), role)))
                .orElseGet(() -> new Verdict.Refused(
                        Problem.forbidden("The token gives no role (claim groups: viewer, operator or admin).")));
    }

    private static Optional<String> organisation(JwtClaims claims) {
        return claims.getClaimValue("org") instanceof String org && isUsable(org) ? Optional.of(org) : Optional.empty();
    }

    private static boolean isUsable(String organisation) {
        return !organisation.isBlank()
                && organisation.length() <= MAX_ORGANISATION_LENGTH
                && organisation.chars().noneMatch(Character::isISOControl);
    }

    private static Optional<Role> role(JwtClaims claims) {
        try {
            List<String> groups = claims.hasClaim("groups") ? claims.getStringListClaimValue("groups") : List.of();
            return Role.strongestOf(groups);
        } catch (MalformedClaimException e) {
            return Optional.empty();
        }
    }
}
