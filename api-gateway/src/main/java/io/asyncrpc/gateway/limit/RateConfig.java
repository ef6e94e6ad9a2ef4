package io.asyncrpc.gateway.limit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much an organisation may ask of one door: a bucket of tokens that fills steadily. */
@ConfigMapping(prefix = "gateway.rate")
public interface RateConfig {
    /** Requests a second, in the long run. */
    @WithDefault("5000")
    int perSecond();

    /** Requests at once, after a pause. */
    @WithDefault("10000")
    int burst();

    /** Organisations whose buckets are remembered; the one that was longest quiet is forgotten, and so begins anew. */
    @WithDefault("10000")
    int organisations();
}
