package io.asyncrpc.core.caller;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** By which keys tokens are verified; what else must be right in a token is the library's configuration ({@code mp.jwt}). */
@ConfigMapping(prefix = "core.token")
public interface TokenConfig {
    /** The public key (PEM, SubjectPublicKeyInfo) that tokens are signed for. Read once, at start. */
    Optional<Path> publicKeyFile();

    /** Or the address or file of a provider's JWKS (RFC 7517), which is read again and again. */
    Optional<String> jwks();

    /** How tokens may be signed. A token cannot choose: its key is for one of them. */
    @WithDefault("RS256")
    Set<Algorithm> algorithms();

    /** The claim that names the organisation. */
    @WithDefault("org")
    String organisationClaim();

    /** The claim that lists the roles. */
    @WithDefault("groups")
    String rolesClaim();

    /** The address or file of the JWKS that tokens of the gateway are signed with, which it makes of API keys. Without it, there are none. */
    Optional<String> gatewayKeys();

    KeyConfig keys();
}
