package io.asyncrpc.gateway.limit;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of a request's body. */
@ConfigMapping(prefix = "gateway.body")
public interface BodyConfig {
    /** Twice the payload limit the core checks to the byte: white space and the other fields count here too. */
    @WithDefault("512K")
    MemorySize maxSize();

    /** How long a body may take to arrive in full. */
    @WithDefault("30s")
    Duration patience();

    /** How long the rest of a refused body is read and thrown away, so that the caller gets to see the answer. */
    @WithDefault("2s")
    Duration farewell();
}
