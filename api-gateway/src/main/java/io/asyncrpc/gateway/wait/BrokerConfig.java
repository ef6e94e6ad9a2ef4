package io.asyncrpc.gateway.wait;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How RabbitMQ is reached, where changes are told. */
@ConfigMapping(prefix = "gateway.broker")
interface BrokerConfig {
    String host();

    int port();

    String user();

    String password();

    String houseVhost();

    /** Whether AMQP is spoken over TLS, to a broker with a certificate for that name. */
    @WithDefault("false")
    boolean tls();

    /** Changes that may wait in this door's queue; the oldest go first, for they wake nobody any more. */
    @WithDefault("10000")
    int queueLength();

    /** How long to wait before the broker is tried again. */
    @WithDefault("1s")
    Duration tryAgain();
}
