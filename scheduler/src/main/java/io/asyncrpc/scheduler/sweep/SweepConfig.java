package io.asyncrpc.scheduler.sweep;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When the core is to sweep. */
@ConfigMapping(prefix = "scheduler.sweep")
interface SweepConfig {
    /** From tick to tick, and how long a tick waits for the core; whole seconds, at least one. */
    Duration interval();

    /** So many intervals without a confirmed tick, and the clock is not ready. */
    @WithDefault("5")
    int intervalsUntilUnready();
}
