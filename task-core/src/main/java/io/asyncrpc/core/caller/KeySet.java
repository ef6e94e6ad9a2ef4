package io.asyncrpc.core.caller;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.util.KeyUtils;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** The public keys that tokens are verified with at one time, each for one algorithm. */
record KeySet(Map<Name, PublicKey> keys) {
    /** No key of a JWKS has it: those without a name are left out. */
    private static final String ANY = "";

    record Name(String kid, Algorithm algorithm) {}

    KeySet {
        keys = Map.copyOf(keys);
    }

    /** A key that is for every token, whatever the token calls it. Its kind says the algorithm. */
    static KeySet ofPem(String pem, Set<Algorithm> algorithms) throws GeneralSecurityException {
        for (Algorithm algorithm : algorithms) {
            Optional<PublicKey> key = read(pem, algorithm);
            if (key.isPresent()) {
                return new KeySet(Map.of(new Name(ANY, algorithm), key.get()));
            }
        }
        throw new GeneralSecurityException("no public key for " + algorithms);
    }

    private static Optional<PublicKey> read(String pem, Algorithm algorithm) {
        try {
            return Optional.of(KeyUtils.decodePublicKey(pem, SignatureAlgorithm.valueOf(algorithm.name())))
                    .filter(algorithm::fits);
        } catch (GeneralSecurityException | IllegalArgumentException anotherKind) {
            return Optional.empty();
        }
    }

    /** What a JWKS (RFC 7517) has for us; keys of other kinds and for other uses, and those without a name, are left out. */
    static KeySet ofJwks(String json, Set<Algorithm> algorithms) throws JoseException {
        Map<Name, PublicKey> keys = new HashMap<>();
        for (JsonWebKey key : new JsonWebKeySet(json).getJsonWebKeys()) {
            for (Algorithm algorithm : algorithms) {
                if (key instanceof PublicJsonWebKey open && isFor(open, algorithm)) {
                    keys.putIfAbsent(new Name(key.getKeyId(), algorithm), open.getPublicKey());
                }
            }
        }
        return new KeySet(keys);
    }

    private static boolean isFor(PublicJsonWebKey key, Algorithm algorithm) {
        List<String> operations = key.getKeyOps();
        return key.getKeyId() != null
                && !key.getKeyId().isBlank()
                && (key.getUse() == null || key.getUse().equals(Use.SIGNATURE))
                && (operations == null || operations.contains("verify"))
                && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm.name()))
                && algorithm.fits(key.getPublicKey());
    }

    /** @param kid as the token says, which may be nothing */
    Optional<PublicKey> find(@Nullable String kid, Algorithm algorithm) {
        PublicKey any = keys.get(new Name(ANY, algorithm));
        return any != null || kid == null
                ? Optional.ofNullable(any)
                : Optional.ofNullable(keys.get(new Name(kid, algorithm)));
    }
}
