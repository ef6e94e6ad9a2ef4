package io.asyncrpc.gateway.route;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often the door looks whether the services are there. */
@ConfigMapping(prefix = "gateway.readiness")
interface ReadinessConfig {
    /** An answer is good for so long, however often the door itself is asked. */
    @WithDefault("1s")
    Duration keep();
}
