package io.asyncrpc.core.dispatch;

import com.rabbitmq.client.ConnectionFactory;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.inject.Singleton;

/** How the core reaches the house's part of the broker. */
@Singleton
public class BrokerConnections {
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int HEARTBEAT_SECONDS = 10;

    private final BrokerConfig config;
    private final TlsConfigurationRegistry tls;

    public BrokerConnections(BrokerConfig config, TlsConfigurationRegistry tls) {
        this.config = config;
        this.tls = tls;
    }

    /** A factory of its own for each caller, who may change it. */
    public ConnectionFactory factory() {
        ConnectionFactory factory = withoutTls(config);
        if (config.tls()) {
            overTls(factory);
        }
        return factory;
    }

    public static ConnectionFactory withoutTls(BrokerConfig config) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(config.host());
        factory.setPort(config.port());
        factory.setVirtualHost(config.houseVhost());
        factory.setUsername(config.user());
        factory.setPassword(config.password());
        factory.setConnectionTimeout(TIMEOUT_MILLIS);
        factory.setHandshakeTimeout(TIMEOUT_MILLIS);
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
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
