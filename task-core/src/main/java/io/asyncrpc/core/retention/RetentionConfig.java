package io.asyncrpc.core.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long what is over stays, and in which steps it goes. */
@ConfigMapping(prefix = "core.retention")
public interface RetentionConfig {
    /** A final task with its history and results, at least. */
    @WithDefault("30d")
    Duration tasks();

    /** An event of a device, at least. */
    @WithDefault("30d")
    Duration events();

    /** What one partition spans, in whole seconds; may be changed at any time and holds for those that are made then. */
    @WithDefault("7d")
    Duration partitionWidth();

    /** For how many widths there are always partitions, so that many weeks without upkeep do no harm. */
    @WithDefault("3")
    int partitionsAhead();
}
