package io.asyncrpc.gateway.security;

import io.asyncrpc.gateway.problem.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/**
 * Looks at the {@code Authorization} header, and waits for nobody. The algorithm is fixed by configuration and by the key, so
 * neither {@code alg: none} nor an HMAC made with the public key gets anywhere.
 */
public final class TokenVerifier {
    private static final String SCHEME = "Bearer ";
    private static final int MAX_ORGANISATION_LENGTH = 128;

    private final Keys keys;
    private final JwtConsumer consumer;
    private final String organisationClaim;
    private final String rolesClaim;
    private final Consumer<Refusal> refused;
    private final KnownTokens known = new KnownTokens();

    /** @param refused is told why each was */
    TokenVerifier(Keys keys, TokenConfig config, Consumer<Refusal> refused) {
        this.keys = keys;
        this.organisationClaim = config.organisationClaim();
        this.rolesClaim = config.rolesClaim();
        this.refused = refused;
        this.consumer = new JwtConsumerBuilder()
                .setVerificationKeyResolver(new KeyResolver(keys))
                .setJwsAlgorithmConstraints(
                        ConstraintType.PERMIT,
                        config.algorithms().stream().map(Algorithm::name).toArray(String[]::new))
                .setExpectedIssuer(config.issuer())
                .setExpectedAudience(config.audience())
                .setRequireSubject()
                .setRequireIssuedAt()
                .setRequireExpirationTime()
                .setAllowedClockSkewInSeconds((int) config.clockSkew().toSeconds())
                .build();
    }

    /** @param authorization every value of the header; more than one is as good as none */
    public Verdict verify(List<String> authorization) {
        Optional<String> token = authorization.size() == 1 ? bearer(authorization.getFirst()) : Optional.empty();
        return token.map(this::verify).orElseGet(() -> refuse(Refusal.MISSING));
    }

    /** The token of a header, if it names the scheme. */
    static Optional<String> bearer(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }

    private Verdict verify(String token) {
        Optional<KeySet> trusted = keys.now();
        if (trusted.isEmpty()) {
            return refuse(Refusal.KEYS_AWAY);
        }
        Verdict seen = known.find(token, System.currentTimeMillis(), trusted.get());
        return seen != null ? seen : verify(token, trusted.get());
    }

    private Verdict verify(String token, KeySet trusted) {
        try {
            JwtClaims claims = consumer.processToClaims(token);
            Verdict verdict = judge(claims);
            if (verdict instanceof Verdict.Known) {
                known.keep(token, verdict, claims.getExpirationTime().getValueInMillis(), trusted);
            }
            return verdict;
        } catch (InvalidJwtException e) {
            return refuse(Refusal.of(e));
        } catch (MalformedClaimException e) {
            return refuse(Refusal.UNREADABLE);
        }
    }

    private Verdict judge(JwtClaims claims) throws MalformedClaimException {
        ClaimPath.flatten(claims, organisationClaim);
        ClaimPath.flatten(claims, rolesClaim);
        String said = claims.getSubject();
        String subject = said.startsWith("key:") || said.startsWith("sub:") ? "sub:" + said : said; // no API key
        Optional<String> organisation = organisation(claims);
        if (organisation.isEmpty()) {
            return refuse(Refusal.ORGANISATION);
        }
        return role(claims)
                .<Verdict>map(role -> new Verdict.Known(new Caller(organisation.get(), subject, role)))
                .orElseGet(() -> refuse(Refusal.ROLE));
    }

    private Verdict refuse(Refusal why) {
        refused.accept(why);
        return new Verdict.Refused(
                switch (why) {
                    case ORGANISATION ->
                        Problem.forbidden(why.detail() + " It is to stand in the claim " + organisationClaim + ".");
                    case ROLE ->
                        Problem.forbidden(
                                why.detail() + " The claim " + rolesClaim + " is to name viewer, operator or admin.");
                    case KEYS_AWAY -> Problem.unavailable(why.detail());
                    case MISSING -> Problem.unauthenticated(why.detail(), false);
                    case UNREADABLE, ALGORITHM, KEY, SIGNATURE, EXPIRED, NOT_YET_VALID, ISSUER, AUDIENCE ->
                        Problem.unauthenticated(why.detail(), true);
                });
    }

    private Optional<String> organisation(JwtClaims claims) {
        return claims.getClaimValue(organisationClaim) instanceof String org && isUsable(org)
                ? Optional.of(org)
                : Optional.empty();
    }

    private static boolean isUsable(String organisation) {
        return !organisation.isBlank()
                && organisation.length() <= MAX_ORGANISATION_LENGTH
                && organisation.chars().noneMatch(Character::isISOControl);
    }

    private Optional<Role> role(JwtClaims claims) {
        try {
            Collection<String> groups =
                    claims.hasClaim(rolesClaim) ? claims.getStringListClaimValue(rolesClaim) : List.of();
            return Role.strongestOf(groups);
        } catch (MalformedClaimException e) {
            return Optional.empty();
        }
    }
}
