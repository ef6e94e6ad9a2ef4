package io.asyncrpc.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** A token before it is signed, as {@code ./iot token} and an identity provider write it; tests change one thing. */
record Token(ObjectNode claims) {

    enum Role {
        VIEWER(List.of("viewer")),
        OPERATOR(List.of("viewer", "operator")),
        ADMIN(List.of("viewer", "operator", "admin"));

        private final List<String> groups;

        Role(List<String> groups) {
            this.groups = groups;
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    static Token of(String organisation, Role role) {
        long now = Instant.now().getEpochSecond();
        return new Token(JSON.createObjectNode())
                .with("iss", Installation.JWT_ISSUER)
                .with("aud", Installation.JWT_AUDIENCE)
                .with("sub", "acceptance")
                .with("iat", now)
                .with("exp", now + 1_800)
                .with("org", organisation)
                .with("groups", role.groups);
    }

    Token with(String claim, Object value) {
        ObjectNode changed = claims.deepCopy();
        changed.set(claim, JSON.<JsonNode>valueToTree(value));
        return new Token(changed);
    }

    String sign(PrivateKey key) {
        String content = content("RS256");
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(content.getBytes(UTF_8));
            return content + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Header and claims, without a signature. */
    String content(String algorithm) {
        String header = "{\"alg\":\"%s\",\"typ\":\"JWT\"}".formatted(algorithm);
        return base64(header.getBytes(UTF_8)) + "." + base64(claims.toString().getBytes(UTF_8));
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
