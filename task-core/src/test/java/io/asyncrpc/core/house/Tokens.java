package io.asyncrpc.core.house;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.smallrye.jwt.util.KeyUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

/** Real tokens, signed with the key of the engines' installation. */
public final class Tokens {
    private Tokens() {}

    public static String of(String org, String... roles) {
        return claims().claim("org", org).groups(Set.of(roles)).sign(key());
    }

    /** All that a good token says but its organisation and roles. */
    public static JwtClaimsBuilder claims() {
        return Jwt.issuer(config("JWT_ISSUER"))
                .audience(config("JWT_AUDIENCE"))
                .subject("test")
                .expiresIn(Duration.ofMinutes(10));
    }

    public static PrivateKey key() {
        try {
            return KeyUtils.decodePrivateKey(Files.readString(Path.of(config("JWT_PRIVATE_KEY_FILE"))));
        } catch (Exception e) {
            throw new IllegalStateException("no key to sign tokens with", e);
        }
    }

    public static String publicKey() {
        try {
            return Files.readString(Path.of(config("JWT_PUBLIC_KEY_FILE")));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static String config(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
