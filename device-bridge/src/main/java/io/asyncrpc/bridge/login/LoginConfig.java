package io.asyncrpc.bridge.login;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How soon the core hears of refused logins. */
@ConfigMapping(prefix = "bridge.login")
public interface LoginConfig {
    /** How often the broker's counts are read. */
    @WithDefault("10s")
    Duration interval();
}
