package io.asyncrpc.core.certificate;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What holds for certificates that are issued over the API. */
@ConfigMapping(prefix = "core.certificates")
interface CertificateConfig {
    /** From the moment of issue to its end. */
    @WithDefault("365d")
    Duration life();

    /** It begins that much before it is issued, since the clocks of devices are not that exact. */
    @WithDefault("5m")
    Duration backdating();

    /** Good ones that a device may have at a time: two during a rotation, and some to spare. */
    @WithDefault("8")
    int mostGood();

    /**
     * Of an organisation, that were revoked and have not run out: each stands in the list, which the broker reads at every
     * handshake of every organisation's devices.
     */
    @WithDefault("20000")
    int mostTakenBack();

    /** How long a request that comes again is answered with what was issued for it. */
    @WithDefault("24h")
    Duration repetition();

    /** How long before its end one is counted and told of. */
    @WithDefault("30d")
    Duration warning();

    /** How often the list of revoked certificates is made anew without need; far less than the bridge lets it live. */
    @WithDefault("1h")
    Duration listRenewal();

    /** How long a revocation waits for the broker before it answers. */
    @WithDefault("3s")
    Duration patience();
}
