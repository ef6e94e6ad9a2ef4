package io.asyncrpc.scheduler.sweep;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The house's virtual host on the broker. */
@ConfigMapping(prefix = "scheduler.broker")
interface BrokerConfig {
    String host();

    int port();

    String user();

    String password();

    String virtualHost();

    /** Whether AMQP is spoken over TLS, to a broker with a certificate for that name. */
    @WithDefault("false")
    boolean tls();

    /** How long each step of a connection, and the confirmation of a tick, may take. */
    @WithDefault("2s")
    Duration patience();
}
