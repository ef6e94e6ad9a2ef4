package io.asyncrpc.core.caller;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How a provider's keys are kept up with. */
public interface KeyConfig {
    /** How often the set is read. A key that left it is trusted for so long at most, while the provider answers. */
    @WithDefault("5m")
    Duration refresh();

    /** Before the provider is asked again after it failed, or because of a token that names a key we do not know. */
    @WithDefault("10s")
    Duration pause();

    /** How long the provider may take to answer, and a request with a key that we do not know may wait for it. */
    @WithDefault("3s")
    Duration patience();

    /** How long keys are trusted while the provider does not answer. */
    @WithDefault("24h")
    Duration keep();
}
