package io.asyncrpc.gateway.security;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.util.KeyUtils;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.PublicKey;

/** Wires the verifier. A key that cannot be read stops the start: a door that trusts nobody is of no use. */
class TokenKey {
    @Produces
    @Singleton
    TokenVerifier verifier(TokenConfig config) {
        return new TokenVerifier(read(config), config.issuer(), config.audience(), config.clockSkew());
    }

    private static PublicKey read(TokenConfig config) {
        try {
            return KeyUtils.decodePublicKey(Files.readString(config.publicKeyFile()), SignatureAlgorithm.RS256);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "JWT_PUBLIC_KEY_FILE is no readable RSA public key (PEM): " + config.publicKeyFile(), e);
        }
    }
}
