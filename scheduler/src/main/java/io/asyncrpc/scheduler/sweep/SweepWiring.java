package io.asyncrpc.scheduler.sweep;

import com.rabbitmq.client.ConnectionFactory;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Makes the plain parts of the clock from its configuration. */
class SweepWiring {
    /** Named by the contract (docs/contracts); made with the broker, never by a service. */
    static final String QUEUE = "core.ticks";

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    TickAge age(SweepConfig config, InstantSource clock) {
        return new TickAge(clock, config.interval().multipliedBy(config.intervalsUntilUnready()));
    }

    @Produces
    @Singleton
    TickPublisher publisher(SweepConfig sweep, BrokerConfig broker, TlsConfigurationRegistry tls) {
        ConnectionFactory connections = connections(broker);
        if (broker.tls()) {
            overTls(connections, tls);
        }
        return new TickPublisher(connections, QUEUE, sweep.interval(), broker.patience());
    }

    void hangUp(@Disposes TickPublisher publisher) {
        publisher.close();
    }

    /** Recovery by the client is off: the publisher opens a new connection itself, and knows what became of its tick. */
    static ConnectionFactory connections(BrokerConfig broker) {
        int patienceMillis = (int) broker.patience().toMillis();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(broker.host());
        factory.setPort(broker.port());
        factory.setUsername(broker.user());
        factory.setPassword(broker.password());
        factory.setVirtualHost(broker.virtualHost());
        factory.setAutomaticRecoveryEnabled(false);
        factory.setConnectionTimeout(patienceMillis);
        factory.setHandshakeTimeout(patienceMillis);
        factory.setShutdownTimeout(patienceMillis);
        factory.setChannelRpcTimeout(patienceMillis);
        return factory;
    }

    private static void overTls(ConnectionFactory factory, TlsConfigurationRegistry tls) {
        try {
            factory.useSslProtocol(tls.get("house").orElseThrow().createSSLContext());
            factory.enableHostnameVerification();
        } catch (Exception e) {
            throw new IllegalStateException("no TLS to the broker without a CA to trust (TLS_CA_FILE)", e);
        }
    }
}
