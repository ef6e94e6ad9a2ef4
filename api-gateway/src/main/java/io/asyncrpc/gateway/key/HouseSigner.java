package io.asyncrpc.gateway.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Signs what the core takes from the gateway alone. The key is named by its thumbprint (RFC 7638). */
final class HouseSigner {
    static final String ISSUER = "urn:asyncrpc:gateway";
    static final String AUDIENCE = "urn:asyncrpc:core";
    static final int LIFE_SECONDS = 60;

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN (PRIVATE|PUBLIC) KEY-----([^-]+)-----END \\1 KEY-----");

    private final PrivateKey key;
    private final String name;

    HouseSigner(PrivateKey key, PublicKey open) {
        this.key = key;
        try {
            this.name = PublicJsonWebKey.Factory.newPublicJwk(open).calculateBase64urlEncodedThumbprint("SHA-256");
            sign("test", null, List.of(), Instant.now());
        } catch (JoseException e) {
            throw new IllegalStateException("it is no pair of keys on P-256", e);
        }
    }

    /** @throws IllegalStateException if there is no pair of keys on P-256 in it */
    static HouseSigner of(Path file) {
        try {
            String pem = Files.readString(file, StandardCharsets.US_ASCII);
            KeyFactory keys = KeyFactory.getInstance("EC");
            return new HouseSigner(
                    keys.generatePrivate(new PKCS8EncodedKeySpec(block(pem, "PRIVATE"))),
                    keys.generatePublic(new X509EncodedKeySpec(block(pem, "PUBLIC"))));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("GATEWAY_KEY_FILE has no pair of keys on P-256 (PEM): " + file, e);
        }
    }

    private static byte[] block(String pem, String kind) {
        Matcher block = PEM.matcher(pem);
        while (block.find()) {
            if (block.group(1).equals(kind)) {
                return Base64.getMimeDecoder().decode(block.group(2));
            }
        }
        throw new IllegalArgumentException("no " + kind + " KEY");
    }

    /** @param organisation nothing if the gateway speaks for itself */
    String sign(String subject, @Nullable String organisation, List<String> roles, Instant now) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject(subject);
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(now.getEpochSecond() + LIFE_SECONDS));
        claims.setStringListClaim("groups", roles);
        if (organisation != null) {
            claims.setStringClaim("org", organisation);
        }
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        token.setKeyIdHeaderValue(name);
        token.setKey(key);
        token.setPayload(claims.toJson());
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("the gateway cannot sign", e);
        }
    }
}
