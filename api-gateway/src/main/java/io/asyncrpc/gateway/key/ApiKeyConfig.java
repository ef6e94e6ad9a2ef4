package io.asyncrpc.gateway.key;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How API keys are looked at. */
@ConfigMapping(prefix = "gateway.key")
public interface ApiKeyConfig {
    /** The private and the public key (PEM, both in this file, P-256) that tokens for the core are signed with. Without it no API keys are taken. */
    Optional<Path> file();

    /** Where the core is. */
    URI core();

    /** How long an answer of the core is believed: so long a revoked key is still good. */
    @WithDefault("5s")
    Duration keep();

    /** How long a key that is not good is not asked for again; it will not become so. */
    @WithDefault("60s")
    Duration keepRefused();

    /** How long the core may take to answer. */
    @WithDefault("2s")
    Duration patience();

    /** Keys that the core is asked about a second, beside those that were good the last time. */
    @WithDefault("50")
    int strangersPerSecond();

    /** And at once, after a pause. */
    @WithDefault("200")
    int strangersBurst();

    /** Keys that are remembered, and as many that are not good. */
    @WithDefault("10000")
    int most();
}
