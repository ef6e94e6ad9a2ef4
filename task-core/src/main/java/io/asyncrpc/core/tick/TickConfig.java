package io.asyncrpc.core.tick;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What is expected of the upkeep. */
@ConfigMapping(prefix = "core.tick")
interface TickConfig {
    /** Readiness fails when something has been due for longer than this. */
    @WithDefault("60s")
    Duration maxOverdue();
}
