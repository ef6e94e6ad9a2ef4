package io.asyncrpc.acceptance;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Tokens as {@code ./iot token} and an identity provider sign them. */
final class Tokens {

    enum Role {
        VIEWER(Set.of("viewer")),
        OPERATOR(Set.of("viewer", "operator")),
        ADMIN(Set.of("viewer", "operator", "admin"));

        private final Set<String> groups;

        Role(Set<String> groups) {
            this.groups = groups;
        }
    }

    private Tokens() {}

    static String of(String organisation, Role role) {
        return claims(organisation, role).sign(Installation.JWT_KEY);
    }

    /** Everything right but the signature, for tests that change one thing. */
    static JwtClaimsBuilder claims(String organisation, Role role) {
        Instant now = Instant.now();
        return Jwt.issuer(Installation.JWT_ISSUER)
                .audience(Installation.JWT_AUDIENCE)
                .subject("acceptance")
                .claim("org", organisation)
                .groups(role.groups)
                .issuedAt(now)
                .expiresAt(now.plus(Duration.ofMinutes(30)));
    }
}
