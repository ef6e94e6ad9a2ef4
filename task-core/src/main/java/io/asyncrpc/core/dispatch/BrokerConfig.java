package io.asyncrpc.core.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How RabbitMQ is reached for what the core says. */
@ConfigMapping(prefix = "core.broker")
public interface BrokerConfig {
    String host();

    int port();

    String user();

    String password();

    /** The virtual host of the house's own queues; devices cannot reach it. */
    String houseVhost();

    /** Whether AMQP is spoken over TLS, to a broker with a certificate for that name. */
    @WithDefault("false")
    boolean tls();

    /** How long a batch may wait for the broker's confirmation before it is said again. */
    @WithDefault("5s")
    Duration confirmTimeout();

    /** Most words in one house message, 1 to 200. */
    @WithDefault("200")
    int batchSize();

    /**
     * Longest time that a batch waits for something to gather, from the beginning of the one before: twice the work on that one, half of
     * this at least; the first after a pause does not wait.
     */
    @WithDefault("8ms")
    Duration batchPace();

    /** Doorbells that may wait for the broker in memory; past it the next ring is the one the row promises. */
    @WithDefault("10000")
    int waitingDoorbells();
}
