package io.asyncrpc.core.device;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Set;

/** What holds for all devices. */
@ConfigMapping(prefix = "core.devices")
interface DeviceConfig {
    /**
     * Ids no device can have, in whatever case, in lower case here: the house's own broker users and hosts have these names, and who
     * trusts the root that signs devices must not take one for a host.
     */
    @WithDefault("core,bridge,scheduler,gateway,guest,admin,none,"
            + "localhost,task-core,device-bridge,api-gateway,nginx,postgres,postgresql,rabbitmq")
    Set<String> reservedIds();

    /** How long one works on a broker account before another may. Longer than the time-out of the call to the bridge. */
    @WithDefault("15s")
    Duration accountHold();

    /** How long a registration waits for the broker account before it answers that the account is pending. */
    @WithDefault("2s")
    Duration accountPatience();
}
