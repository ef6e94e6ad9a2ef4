package io.asyncrpc.gateway.limit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much may be asked of one door: a bucket for each organisation and one for each of its callers, which fill steadily. */
@ConfigMapping(prefix = "gateway.rate")
public interface RateConfig {
    /** Requests a second of an organisation, in the long run. */
    @WithDefault("5000")
    int perSecond();

    /** Requests of an organisation at once, after a pause. */
    @WithDefault("10000")
    int burst();

    /** Organisations whose buckets are remembered; the one that was longest quiet is forgotten, and so begins anew. */
    @WithDefault("10000")
    int organisations();

    OfCaller caller();

    OfStrangers open();

    /** Whoever asks without a token for what is open to everybody: all of them together. */
    interface OfStrangers {
        @WithDefault("50")
        int perSecond();

        @WithDefault("100")
        int burst();
    }

    /** One subject of tokens. Half of what its organisation has, so that one that runs wild leaves the other half. */
    interface OfCaller {
        @WithDefault("2500")
        int perSecond();

        @WithDefault("10000")
        int burst();

        /** Callers whose buckets are remembered, of all organisations. */
        @WithDefault("10000")
        int most();
    }
}
