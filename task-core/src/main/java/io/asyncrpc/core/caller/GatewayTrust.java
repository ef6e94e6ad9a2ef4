package io.asyncrpc.core.caller;

import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import java.util.List;
import org.eclipse.microprofile.jwt.Claims;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.JoseException;

/** The house's own gateway, which makes a token of an API key for each minute. It is never taken at the gateway's own door. */
final class GatewayTrust implements Trust {
    static final String ISSUER = "urn:asyncrpc:gateway";
    static final String AUDIENCE = "urn:asyncrpc:core";

    /** The machines of one house keep the same time; a token lives for a minute. */
    private static final int SKEW_SECONDS = 30;

    private final Keys keys;
    private final JwtConsumer consumer;

    GatewayTrust(Keys keys) {
        this.keys = keys;
        this.consumer = new JwtConsumerBuilder()
                .setVerificationKeyResolver(new KeyResolver(keys))
                .setJwsAlgorithmConstraints(ConstraintType.PERMIT, Algorithm.ES256.name())
                .setExpectedIssuer(ISSUER)
                .setExpectedAudience(AUDIENCE)
                .setRequireSubject()
                .setRequireIssuedAt()
                .setRequireExpirationTime()
                .setMaxFutureValidityInMinutes(2)
                .setAllowedClockSkewInSeconds(SKEW_SECONDS)
                .build();
    }

    /** Not verified: it only says by whose keys the token has to be. */
    static boolean isNamedBy(String token) {
        try {
            String payload =
                    JsonWebStructure.fromCompactSerialization(token) instanceof org.jose4j.jws.JsonWebSignature s
                            ? s.getUnverifiedPayload()
                            : "{}";
            return ISSUER.equals(JwtClaims.parse(payload).getIssuer());
        } catch (JoseException | InvalidJwtException | MalformedClaimException noToken) {
            return false;
        }
    }

    @Override
    public Keys keys() {
        return keys;
    }

    @Override
    public JwtContext verify(String token, JWTAuthContextInfo context) throws ParseException {
        try {
            JwtContext read = consumer.process(token);
            read.getJwtClaims().setClaim(Claims.raw_token.name(), token); // as the library does with the others
            return read;
        } catch (InvalidJwtException e) {
            throw new ParseException("the gateway's token is not good", e);
        }
    }

    @Override
    public String organisationClaim() {
        return "org";
    }

    @Override
    public List<String> roles(JwtClaims claims) throws MalformedClaimException {
        return claims.getStringListClaimValue("groups");
    }
}
