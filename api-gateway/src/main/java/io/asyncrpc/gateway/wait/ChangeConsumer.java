package io.asyncrpc.gateway.wait;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Hears changes over a queue of its own, which is gone with its connection. While the broker is away nobody is woken, and
 * every waiter still looks by itself; so the door opens without a broker, and is no less ready without one.
 */
@Singleton
class ChangeConsumer {
    private static final Logger LOG = Logger.getLogger(ChangeConsumer.class);
    private static final String EXCHANGE = "task.changed";
    private static final String QUEUE = "gateway.changed.";
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int HEARTBEAT_SECONDS = 10;

    private final Waiters waiters;
    private final BrokerConfig config;
    private final ConnectionFactory factory = new ConnectionFactory();
    private final ExecutorService ear = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("changes").factory());
    private final Thread keeper =
            Thread.ofPlatform().daemon().name("changes-keeper").unstarted(this::keepListening);
    private volatile boolean isHearing;

    ChangeConsumer(Waiters waiters, WaitMetrics metrics, BrokerConfig config, TlsConfigurationRegistry tls) {
        this.waiters = waiters;
        this.config = config;
        factory.setHost(config.host());
        factory.setPort(config.port());
        factory.setVirtualHost(config.houseVhost());
        factory.setUsername(config.user());
        factory.setPassword(config.password());
        factory.setConnectionTimeout(TIMEOUT_MILLIS);
        factory.setHandshakeTimeout(TIMEOUT_MILLIS);
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        factory.setAutomaticRecoveryEnabled(false);
        if (config.tls()) {
            overTls(tls);
        }
        metrics.hearing(this::isHearing);
    }

    private void overTls(TlsConfigurationRegistry tls) {
        try {
            factory.useSslProtocol(tls.get("house").orElseThrow().createSSLContext());
            factory.enableHostnameVerification();
        } catch (Exception e) {
            throw new IllegalStateException("no TLS to the broker without a CA to trust (TLS_CA_FILE)", e);
        }
    }

    void start(@Observes StartupEvent started) {
        keeper.start();
    }

    boolean isHearing() {
        return isHearing;
    }

    private void keepListening() {
        String last = "";
        try {
            while (!Thread.currentThread().isInterrupted()) {
                String reason = listenOnce();
                if (!reason.equals(last)) {
                    LOG.warnf("changes are not heard, and waiters look by themselves reason=%s", reason);
                }
                last = reason;
                long pause = config.tryAgain().toMillis();
                Thread.sleep(pause + ThreadLocalRandom.current().nextLong(pause / 2 + 1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return why it is over */
    private String listenOnce() throws InterruptedException {
        try (Connection connection = factory.newConnection(ear, "gateway: changes")) {
            CountDownLatch over = new CountDownLatch(1);
            listen(connection, over);
            isHearing = true;
            LOG.info("changes are heard");
            over.await();
            return "the broker hung up";
        } catch (IOException | TimeoutException | RuntimeException e) {
            return String.valueOf(e.getCause() == null ? e : e.getCause());
        } finally {
            isHearing = false;
        }
    }

    private void listen(Connection connection, CountDownLatch over) throws IOException {
        connection.addShutdownListener(cause -> over.countDown());
        Channel channel = connection.createChannel();
        channel.addShutdownListener(cause -> over.countDown());
        String queue = QUEUE + UUID.randomUUID();
        channel.queueDeclare(
                queue, false, true, true, Map.of("x-max-length", config.queueLength(), "x-overflow", "drop-head"));
        channel.queueBind(queue, EXCHANGE, "");
        channel.basicConsume(queue, true, (tag, delivery) -> hear(delivery), tag -> over.countDown());
    }

    private void hear(Delivery delivery) {
        try {
            ChangeReader.read(delivery.getBody()).forEach(waiters::wake);
        } catch (RuntimeException e) {
            LOG.warnf("a change of an unknown form was left alone reason=%s", e);
        }
    }

    @PreDestroy
    void stop() throws InterruptedException {
        keeper.interrupt();
        keeper.join(TIMEOUT_MILLIS);
        ear.shutdownNow();
    }
}
