package io.asyncrpc.bridge.broker;

import com.rabbitmq.client.ConnectionFactory;

/** How connections to the broker are made. */
final class Connections {
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int HEARTBEAT_SECONDS = 10;

    private Connections() {}

    static ConnectionFactory to(BrokerConfig config, String virtualHost) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(config.host());
        factory.setPort(config.port());
        factory.setVirtualHost(virtualHost);
        factory.setUsername(config.user());
        factory.setPassword(config.password());
        factory.setConnectionTimeout(TIMEOUT_MILLIS);
        factory.setHandshakeTimeout(TIMEOUT_MILLIS);
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        return factory;
    }
}
