package io.asyncrpc.core.caller;

import io.smallrye.jwt.auth.principal.DefaultJWTTokenParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import org.jose4j.keys.resolvers.VerificationKeyResolver;

/** Verifies as the library does, with our keys: the library waits for a provider's on the thread that asks. */
final class TokenParser extends DefaultJWTTokenParser {
    private final VerificationKeyResolver resolver;

    TokenParser(Keys keys) {
        this.resolver = new KeyResolver(keys);
    }

    @Override
    protected VerificationKeyResolver getVerificationKeyResolver(JWTAuthContextInfo context) {
        return resolver;
    }
}
