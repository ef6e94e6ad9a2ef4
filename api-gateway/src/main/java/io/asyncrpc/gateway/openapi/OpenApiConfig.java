package io.asyncrpc.gateway.openapi;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The house's OpenAPI document. */
@ConfigMapping(prefix = "gateway.openapi")
interface OpenApiConfig {
    /** How long a document put together is served before the services are asked again. */
    @WithDefault("10s")
    Duration keep();

    @WithDefault("IoT Async-RPC Core")
    String title();

    /** The version of the whole, not of one service. */
    String version();
}
