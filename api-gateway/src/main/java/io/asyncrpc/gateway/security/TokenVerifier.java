package io.asyncrpc.gateway.security;

import io.asyncrpc.gateway.problem.Problem;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTTokenParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;

/**
 * Looks at the {@code Authorization} header. RS256 alone is taken, so neither {@code alg: none} nor an HMAC made with
 * the public key gets anywhere.
 */
public final class TokenVerifier {
    private static final String SCHEME = "Bearer ";
    private static final int MAX_ORGANISATION_LENGTH = 128;

    private final DefaultJWTTokenParser parser = new DefaultJWTTokenParser();
    private final JWTAuthContextInfo rules = new JWTAuthContextInfo();

    public TokenVerifier(PublicKey key, String issuer, String audience, Duration clockSkew) {
        rules.setPublicVerificationKey(key);
        rules.setSignatureAlgorithm(Set.of(SignatureAlgorithm.RS256));
        rules.setIssuedBy(issuer);
        rules.setExpectedAudience(Set.of(audience));
        rules.setClockSkew((int) clockSkew.toSeconds());
    }

    /** @param authorization every value of the header; more than one is as good as none */
    public Verdict verify(List<String> authorization) {
        if (authorization.size() != 1 || !isBearer(authorization.getFirst())) {
            return new Verdict.Refused(Problem.unauthenticated("A bearer token is needed.", false));
        }
        try {
            String token = authorization.getFirst().substring(SCHEME.length()).strip();
            return judge(parser.parse(token, rules).getJwtClaims());
        } catch (ParseException e) {
            return new Verdict.Refused(
                    Problem.unauthenticated("The token is unreadable, expired, or not meant for this house.", true));
        }
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
