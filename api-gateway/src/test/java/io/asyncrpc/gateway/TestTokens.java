package io.asyncrpc.gateway;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** Signs real tokens, good and bad. */
public final class TestTokens {
    public static final String ISSUER = "https://asyncrpc.test";
    public static final String AUDIENCE = "asyncrpc";

    private final KeyPair pair = newPair();

    public static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public KeyPair pair() {
        return pair;
    }

    public String publicKeyPem() {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPublic().getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
    }

    public String viewer() {
        return of("viewer");
    }

    public String operator() {
        return of("viewer", "operator");
    }

    public String admin() {
        return of("viewer", "operator", "admin");
    }

    public String of(String... groups) {
        return sign(claims().claim("org", "acme").groups(Set.of(groups)));
    }

    /** Good but for organisation and role, which are still to be said. */
    public JwtClaimsBuilder claims() {
        Instant now = Instant.now();
        return Jwt.issuer(ISSUER)
                .audience(AUDIENCE)
                .subject("test")
                .issuedAt(now)
                .expiresAt(now.plusSeconds(300));
    }

    public String sign(JwtClaimsBuilder claims) {
        return claims.sign(pair.getPrivate());
    }

    /** Any claims under any algorithm and key, even such as no honest issuer would use. */
    public static String forge(
            String claims, String algorithm, java.security.@org.jspecify.annotations.Nullable Key key) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(org.jose4j.jwa.AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setDoKeyValidation(false);
        signature.setPayload(claims);
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setKey(key);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
