package io.asyncrpc.core.feed;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How changes of tasks are told. */
@ConfigMapping(prefix = "core.feed")
interface FeedConfig {
    /** Changes that may wait for the broker in memory; past it they are dropped, and waiters find out by themselves. */
    @WithDefault("10000")
    int waiting();

    /** Most changes in one house message. */
    @WithDefault("200")
    int batchSize();
}
