package io.asyncrpc.gateway.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Which tokens the door takes. */
@ConfigMapping(prefix = "gateway.token")
public interface TokenConfig {
    /** The public key (PEM, SubjectPublicKeyInfo) that tokens are signed for. Read once, at start. */
    Optional<Path> publicKeyFile();

    /** Or the address or file of a provider's JWKS (RFC 7517), which is read again and again. */
    Optional<String> jwks();

    /** How tokens may be signed. A token cannot choose: its key is for one of them. */
    @WithDefault("RS256")
    Set<Algorithm> algorithms();

    String issuer();

    String audience();

    /** The claim that names the organisation. */
    @WithDefault("org")
    String organisationClaim();

    /** The claim that lists the roles. */
    @WithDefault("groups")
    String rolesClaim();

    /** How far the issuer's clock may be from ours when a token begins or ends. */
    @WithDefault("30s")
    Duration clockSkew();

    KeyConfig keys();
}
