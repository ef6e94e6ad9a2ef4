package io.asyncrpc.core.caller;

import java.security.Key;
import java.util.List;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.InvalidAlgorithmException;
import org.jose4j.lang.UnresolvableKeyException;

/** Finds a token's key by its name, and only for the algorithm that the key is for. */
final class KeyResolver implements VerificationKeyResolver {
    private final Keys keys;

    KeyResolver(Keys keys) {
        this.keys = keys;
    }

    @Override
    public Key resolveKey(JsonWebSignature token, List<JsonWebStructure> nesting) throws UnresolvableKeyException {
        Algorithm algorithm = Algorithm.of(token.getAlgorithmHeaderValue())
                .orElseThrow(() -> new UnresolvableKeyException(
                        "no algorithm of ours", new InvalidAlgorithmException("not taken here")));
        return keys.now()
                .flatMap(set -> set.find(token.getKeyIdHeaderValue(), algorithm))
                .orElseThrow(() -> new UnresolvableKeyException("no key of ours"));
    }
}
