package io.asyncrpc.bridge.broker;

import com.rabbitmq.client.ConnectionFactory;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.inject.Singleton;

/** How connections to the broker are made. */
@Singleton
class Connections {
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int HEARTBEAT_SECONDS = 10;

    private final BrokerConfig config;
    private final TlsConfigurationRegistry tls;

    Connections(BrokerConfig config, TlsConfigurationRegistry tls) {
        this.config = config;
        this.tls = tls;
    }

    ConnectionFactory to(String virtualHost) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(config.host());
        factory.setPort(config.port());
        factory.setVirtualHost(virtualHost);
        factory.setUsername(config.user());
        factory.setPassword(config.password());
        factory.setConnectionTimeout(TIMEOUT_MILLIS);
        factory.setHandshakeTimeout(TIMEOUT_MILLIS);
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        if (config.tls()) {
            overTls(factory);
        }
        return factory;
    }

    private void overTls(ConnectionFactory factory) {
        try {
            factory.useSslProtocol(tls.get("house").orElseThrow().createSSLContext());
            factory.enableHostnameVerification();
        } catch (Exception e) {
            throw new IllegalStateException("no TLS to the broker without a CA to trust (TLS_CA_FILE)", e);
        }
    }
}
