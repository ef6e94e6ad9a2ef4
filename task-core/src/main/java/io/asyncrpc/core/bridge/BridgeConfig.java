package io.asyncrpc.core.bridge;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.time.Duration;

/** Where the bridge is, and how long it is waited for. */
@ConfigMapping(prefix = "core.bridge")
interface BridgeConfig {
    /** Scheme, host and port. */
    URI url();

    /** What every house service has. */
    String houseToken();

    /** How long to wait until the bridge takes a connection, in whole milliseconds. */
    Duration connectPatience();

    /** How long to wait for one of the connections; then nothing was asked. */
    Duration queuePatience();

    /** How long to wait for a whole answer, from when it was asked. */
    Duration patience();
}
