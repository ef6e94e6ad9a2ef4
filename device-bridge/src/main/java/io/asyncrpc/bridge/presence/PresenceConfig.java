package io.asyncrpc.bridge.presence;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How exact presence is. */
@ConfigMapping(prefix = "bridge.presence")
public interface PresenceConfig {
    /** How often all live connections are told. */
    @WithDefault("60s")
    Duration snapshotInterval();
}
