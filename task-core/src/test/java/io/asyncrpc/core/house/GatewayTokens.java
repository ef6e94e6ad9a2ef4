package io.asyncrpc.core.house;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.smallrye.jwt.util.KeyUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.Set;

/** What the gateway signs, with the key that the launcher made for it. */
public final class GatewayTokens {
    private GatewayTokens() {}

    public static String ofGateway() {
        return sign(claims("gateway", "gateway"));
    }

    /** As the gateway makes it of an API key. */
    public static String ofKey(String id, String org, String... roles) {
        return sign(claims("key:" + id, roles).claim("org", org));
    }

    public static JwtClaimsBuilder claims(String subject, String... roles) {
        return Jwt.issuer("urn:asyncrpc:gateway")
                .audience("urn:asyncrpc:core")
                .subject(subject)
                .expiresIn(Duration.ofSeconds(60))
                .groups(Set.of(roles));
    }

    public static String sign(JwtClaimsBuilder claims) {
        return claims.jws().algorithm(SignatureAlgorithm.ES256).keyId(keyId()).sign(key());
    }

    private static String keyId() {
        return read("gateway-keys.json").replaceAll("(?s).*\"kid\":\"([^\"]+)\".*", "$1");
    }

    private static PrivateKey key() {
        try {
            String pem = read("gateway-key.pem").replaceAll("(?s)-----BEGIN PUBLIC.*", "");
            return KeyUtils.decodePrivateKey(pem, SignatureAlgorithm.ES256);
        } catch (Exception e) {
            throw new IllegalStateException("the gateway has no key", e);
        }
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(Tokens.config("IOT_STATE"), file));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
