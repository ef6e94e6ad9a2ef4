package io.asyncrpc.fleet.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * Tokens for any organisation, signed with the installation's own key.
 *
 * @param key a PEM file with an RSA key in PKCS#8
 */
public record Tokens(Path key, String issuer, String audience) {

    private static final Duration LIFE = Duration.ofHours(6);

    /** One with every role. */
    public String admin(String organisation) {
        long now = Instant.now().getEpochSecond();
        String claims = """
                {"iss":"%s","aud":"%s","sub":"fleet","iat":%d,"exp":%d,"org":"%s","groups":["viewer","operator","admin"]}""".formatted(issuer, audience, now, now + LIFE.toSeconds(), organisation);
        String content =
                base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
        return content + "." + base64(signature(content));
    }

    private byte[] signature(String content) {
        try {
            String pem = Files.readString(key).replaceAll("-----[A-Z ]+-----|\\s", "");
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem))));
            signature.update(content.getBytes(UTF_8));
            return signature.sign();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("not an RSA key in PKCS#8: " + key, e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
