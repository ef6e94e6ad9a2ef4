package io.asyncrpc.bridge.broker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How RabbitMQ is reached, and what counts as slow. */
@ConfigMapping(prefix = "bridge.broker")
public interface BrokerConfig {
    String host();

    int port();

    String user();

    String password();

    /** The virtual host of the house's own queues; devices cannot reach it. */
    String houseVhost();

    /** The virtual host that devices live in. */
    String deviceVhost();

    /** Whether AMQP is spoken over TLS, to a broker with a certificate for that name. */
    @WithDefault("false")
    boolean tls();

    /** How long a batch may wait for the broker's confirmation before it is said again. */
    @WithDefault("5s")
    Duration confirmTimeout();

    /** How many messages of devices may be in hand, unacknowledged. */
    @WithDefault("500")
    int devicePrefetch();

    /** How many messages of the house may be in hand, unacknowledged. */
    @WithDefault("100")
    int housePrefetch();

    /** Most messages handled as one batch. */
    @WithDefault("200")
    int batchSize();

    /**
     * Longest time that a batch waits for something to gather, from the beginning of the one before: twice the work on that one, half of
     * this at least; the first after a pause does not wait.
     */
    @WithDefault("8ms")
    Duration batchPace();

    /** Readiness fails when a word has been in hand for longer than this. */
    @WithDefault("30s")
    Duration unsaidLimit();
}
