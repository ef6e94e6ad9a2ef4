package io.asyncrpc.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Somebody else's house that signs tokens with keys of its own, and tells the public ones over HTTP (RFC 7517). */
final class IdentityProvider implements AutoCloseable {

    private final Map<String, KeyPair> keys = new ConcurrentHashMap<>();
    private final HttpServer server;
    private volatile String published = "{\"keys\":[]}";

    IdentityProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> {
            byte[] body = published.getBytes(UTF_8);
            try (exchange) {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    private String jwks() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
    }

    /** Of a service that trusts this provider. */
    Map<String, String> settings() {
        return Map.of(
                "JWT_PUBLIC_KEY_FILE", "",
                "JWT_JWKS", jwks(),
                "JWT_ALGORITHMS", "RS256,ES256",
                "JWT_JWKS_PAUSE", "1s");
    }

    /** Makes a key, which nobody is told yet. */
    void makeRsa(String kid) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        keys.put(kid, generator.generateKeyPair());
    }

    void makeEc(String kid) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        keys.put(kid, generator.generateKeyPair());
    }

    KeyPair key(String kid) {
        return Objects.requireNonNull(keys.get(kid), kid);
    }

    /** From now on these keys, and no others, are the provider's. */
    void publish(String... kids) {
        published = Stream.of(kids).map(this::jwk).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    String published() {
        return published;
    }

    private String jwk(String kid) {
        return switch (key(kid).getPublic()) {
            case RSAPublicKey rsa ->
                "{\"kty\":\"RSA\",\"use\":\"sig\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}"
                        .formatted(kid, number(rsa.getModulus(), 256), number(rsa.getPublicExponent(), 3));
            case ECPublicKey ec ->
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"%s\",\"x\":\"%s\",\"y\":\"%s\"}"
                        .formatted(
                                kid,
                                number(ec.getW().getAffineX(), 32),
                                number(ec.getW().getAffineY(), 32));
            default -> throw new IllegalArgumentException(kid);
        };
    }

    /** In exactly so many bytes, the highest first. */
    private static String number(BigInteger number, int length) {
        byte[] signed = number.toByteArray();
        byte[] exact = new byte[length];
        int used = Math.min(length, signed.length);
        System.arraycopy(signed, signed.length - used, exact, length - used, used);
        return Token.base64(Arrays.copyOf(exact, length));
    }

    /** As the key's kind wants it, under the key's own name. */
    String sign(Token token, String kid) {
        return sign(token, kid, kid);
    }

    /** @param named what the token says that its key is */
    String sign(Token token, String kid, String named) {
        boolean isRsa = key(kid).getPublic() instanceof RSAPublicKey;
        String content = content(token, isRsa ? "RS256" : "ES256", named);
        try {
            Signature signature = Signature.getInstance(isRsa ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
            signature.initSign(key(kid).getPrivate());
            signature.update(content.getBytes(UTF_8));
            return content + "." + Token.base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The old trick: a verifier that lets the token choose takes the public key for an HMAC secret. */
    String signedWithThePublicKey(Token token, String kid) throws GeneralSecurityException {
        String content = content(token, "HS256", kid);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key(kid).getPublic().getEncoded(), "HmacSHA256"));
        return content + "." + Token.base64(mac.doFinal(content.getBytes(UTF_8)));
    }

    /** Header and claims, without a signature. */
    static String content(Token token, String algorithm, String kid) {
        String header = "{\"alg\":\"%s\",\"typ\":\"JWT\",\"kid\":\"%s\"}".formatted(algorithm, kid);
        return Token.base64(header.getBytes(UTF_8)) + "."
                + Token.base64(token.claims().toString().getBytes(UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
