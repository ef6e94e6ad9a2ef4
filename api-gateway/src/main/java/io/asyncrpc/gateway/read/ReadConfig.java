package io.asyncrpc.gateway.read;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How reads of one thing each are put together, for a service that can be asked so. */
@ConfigMapping(prefix = "gateway.reads")
public interface ReadConfig {
    /** Reads in one question, 256 at most; 0 if each is to be asked by itself. */
    @WithDefault("128")
    int together();

    /** Questions under way with one token; what is asked meanwhile goes with the next. At least 1. */
    @WithDefault("3")
    int underWay();

    /** Connections to one service for these questions. */
    @WithDefault("32")
    int connections();

    /** The largest thing that is sent together with others; a larger one is asked for by itself, and streams through. */
    @WithDefault("16K")
    MemorySize largest();

    /** Reads of one token that may wait for the next question; one more is told that the service is not available. */
    @WithDefault("2000")
    int waiting();

    /** The longest that a read may wait for its question to begin. */
    @WithDefault("5s")
    Duration queueing();

    /** Memory for answers about what is final, which need not be sent again. */
    @WithDefault("16M")
    MemorySize kept();
}
