package io.asyncrpc.bridge.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Who may ask for accounts, and which names no device may have. */
@ConfigMapping(prefix = "bridge.account")
public interface AccountConfig {
    /** The secret that the core shows; without one of at least 32 characters the bridge does not start. */
    Optional<String> houseToken();

    /** Broker users of the house, also where one of them is missing for the moment, and its hosts; in lower case. */
    @WithDefault("core,bridge,scheduler,gateway,guest,admin,none,"
            + "localhost,task-core,device-bridge,api-gateway,nginx,postgres,postgresql,rabbitmq")
    Set<String> reservedNames();

    /** Connections of one account at a time: a device has one, a stolen password must not have all. */
    @WithDefault("64")
    int maxConnections();

    /** How often the core is told which accounts there are. */
    @WithDefault("5m")
    Duration listInterval();

    /** Names read from the broker at a time; it gives 500 at most. */
    @WithDefault("500")
    int listPage();
}
