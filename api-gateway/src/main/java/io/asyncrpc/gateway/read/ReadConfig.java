package io.asyncrpc.gateway.read;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How reads of one thing each are put together, for a service that can be asked so. */
@ConfigMapping(prefix = "gateway.reads")
public interface ReadConfig {
    /** Reads in one question, 256 at most; 0 if each is to be asked by itself. */
    @WithDefault("128")
    int together();

    /** Questions under way with one token; what is asked meanwhile goes with the next. At least 1. */
    @WithDefault("2")
    int underWay();

    /** Connections to one service for these questions. */
    @WithDefault("32")
    int connections();

    /** The largest thing that is sent together with others; a larger one is asked for by itself, and streams through. */
    @WithDefault("64K")
    MemorySize largest();

    /** Memory for answers that need not be sent again while their version is the same. */
    @WithDefault("16M")
    MemorySize kept();
}
