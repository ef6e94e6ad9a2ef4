package io.asyncrpc.core.caller;

import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import java.util.List;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.JwtContext;

/** Whoever the configuration names. What is a role of the house, it cannot give. */
record ProviderTrust(Keys keys, TokenParser parser, TokenConfig config) implements Trust {
    @Override
    public JwtContext verify(String token, JWTAuthContextInfo context) throws ParseException {
        return parser.parse(token, context);
    }

    @Override
    public String organisationClaim() {
        return config.organisationClaim();
    }

    @Override
    public List<String> roles(JwtClaims claims) throws MalformedClaimException {
        String name = config.rolesClaim();
        ClaimPath.flatten(claims, name);
        return claims.hasClaim(name)
                ? claims.getStringListClaimValue(name).stream()
                        .filter(role -> !role.equals(Roles.GATEWAY))
                        .toList()
                : List.of();
    }
}
