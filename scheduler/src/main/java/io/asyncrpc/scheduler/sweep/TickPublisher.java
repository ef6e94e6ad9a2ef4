package io.asyncrpc.scheduler.sweep;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Says one tick after the other, each only once the broker has confirmed the one before. Whatever goes wrong, the
 * connection is thrown away and the next tick opens a new one: there is nothing in flight worth recovering. To be used
 * by one thread at a time.
 */
final class TickPublisher implements AutoCloseable {
    /** Of ticks alone: who may write to the default exchange may write to every queue. */
    static final String EXCHANGE = "ticks";

    private static final int TRANSIENT = 1;

    private final ConnectionFactory broker;
    private final String queue;
    private final Duration patience;
    private final BasicProperties properties;
    private @Nullable Connection connection;
    private @Nullable Channel channel;
    private volatile boolean returned;

    /** @param lifetime how long a tick waits in the queue for its reader */
    TickPublisher(ConnectionFactory broker, String queue, Duration lifetime, Duration patience) {
        this.broker = broker;
        this.queue = queue;
        this.patience = patience;
        this.properties = new BasicProperties.Builder()
                .contentType("application/json")
                .deliveryMode(TRANSIENT)
                .expiration(Long.toString(lifetime.toMillis()))
                .build();
    }

    /** Returns when the broker has the tick, or says why it may not have it. */
    void publish(Tick tick) throws TickLostException {
        try {
            say(tick, openChannel());
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            hangUp();
            throw new TickLostException(e);
        } catch (InterruptedException e) {
            hangUp();
            Thread.currentThread().interrupt();
            throw new TickLostException(e);
        }
    }

    /** A returned message comes before its confirmation, so the flag is set when the wait is over. */
    private void say(Tick tick, Channel open) throws IOException, InterruptedException, TimeoutException {
        returned = false;
        open.basicPublish(EXCHANGE, queue, true, properties, TickWriter.write(tick));
        if (!open.waitForConfirms(patience.toMillis())) {
            throw new IOException("the broker refused it");
        }
        if (returned) {
            throw new IOException("there is no queue " + queue);
        }
    }

    private Channel openChannel() throws IOException, TimeoutException {
        Channel known = channel;
        if (known != null && known.isOpen()) {
            return known;
        }
        hangUp();
        Connection fresh = broker.newConnection("scheduler");
        connection = fresh;
        Channel opened = fresh.createChannel();
        opened.confirmSelect();
        opened.addReturnListener(message -> returned = true);
        channel = opened;
        return opened;
    }

    private void hangUp() {
        Connection old = connection;
        connection = null;
        channel = null;
        if (old != null) {
            old.abort((int) patience.toMillis());
        }
    }

    @Override
    public void close() {
        hangUp();
    }
}
