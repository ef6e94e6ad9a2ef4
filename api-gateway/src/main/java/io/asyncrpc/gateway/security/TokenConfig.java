package io.asyncrpc.gateway.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Which tokens the door takes. */
@ConfigMapping(prefix = "gateway.token")
public interface TokenConfig {
    /** The RSA public key (PEM, SubjectPublicKeyInfo) that tokens are signed for. Read once, at start. */
    Path publicKeyFile();

    String issuer();

    String audience();

    /** How far the issuer's clock may be from ours when a token begins or ends. */
    @WithDefault("30s")
    Duration clockSkew();
}
