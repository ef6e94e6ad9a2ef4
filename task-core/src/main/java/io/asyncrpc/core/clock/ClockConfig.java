package io.asyncrpc.core.clock;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How closely this machine's clock is watched. */
@ConfigMapping(prefix = "core.clock")
interface ClockConfig {
    /** Readiness fails above it. */
    @WithDefault("1s")
    Duration maxDrift();
}
