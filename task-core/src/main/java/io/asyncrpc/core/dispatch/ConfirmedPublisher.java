package io.asyncrpc.core.dispatch;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Publishes batches over one channel and returns only when the broker has confirmed every message. Blocking: call it on a
 * worker thread.
 *
 * <p>There is no recovery in the background. Whatever goes wrong closes the connection and is thrown; the next call opens a
 * new one. So no send can be left pending by a broker restart, and the caller alone decides whether to say it again.
 */
final class ConfirmedPublisher implements AutoCloseable {
    private final ConnectionFactory factory;
    private final String name;
    private final Duration confirmTimeout;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private final AtomicInteger unroutable = new AtomicInteger();
    private @Nullable Connection connection;
    private @Nullable Channel channel;
    private volatile boolean blocked;

    /** The factory is used as it is, except that its automatic recovery is switched off. */
    public ConfirmedPublisher(ConnectionFactory factory, String name, Duration confirmTimeout) {
        this.factory = factory;
        this.name = name;
        this.confirmTimeout = confirmTimeout;
        factory.setAutomaticRecoveryEnabled(false);
    }

    /** @return how many of the messages had no queue to go to; the broker has dropped those */
    public int publish(List<Outgoing> messages) throws IOException, InterruptedException {
        oneAtATime.lockInterruptibly();
        try {
            Channel open = openChannel();
            unroutable.set(0);
            for (Outgoing message : messages) {
                open.basicPublish(message.exchange(), message.routingKey(), true, message.properties(), message.body());
            }
            if (!open.waitForConfirms(confirmTimeout.toMillis())) {
                throw new IOException("the broker refused a message");
            }
            return unroutable.get();
        } catch (TimeoutException | ShutdownSignalException | IllegalStateException failure) {
            close();
            throw new IOException("the broker did not confirm", failure);
        } catch (IOException | RuntimeException | InterruptedException failure) {
            close();
            throw failure;
        } finally {
            oneAtATime.unlock();
        }
    }

    /** Publishes, and takes a message without a queue for a failure. */
    public void publishRouted(List<Outgoing> messages) throws IOException, InterruptedException {
        int lost = publish(messages);
        if (lost > 0) {
            throw new IOException(lost + " of " + messages.size() + " messages have no queue");
        }
    }

    /** Whether the broker would take a message now; opens the connection if need be. */
    public boolean isReachable() {
        if (!oneAtATime.tryLock()) {
            return true; // a batch is on its way, and tells soon enough
        }
        try {
            return openChannel().isOpen();
        } catch (IOException | TimeoutException | RuntimeException away) {
            return false;
        } finally {
            oneAtATime.unlock();
        }
    }

    private Channel openChannel() throws IOException, TimeoutException {
        if (blocked) {
            throw new IOException("the broker takes no messages now");
        }
        if (channel != null && channel.isOpen()) {
            return channel;
        }
        close();
        connection = factory.newConnection(name);
        connection.addBlockedListener(reason -> blocked = true, () -> blocked = false);
        connection.addShutdownListener(cause -> blocked = false);
        channel = connection.createChannel();
        channel.confirmSelect();
        channel.addReturnListener(returned -> unroutable.incrementAndGet());
        return channel;
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.abort((int) confirmTimeout.toMillis());
        }
        connection = null;
        channel = null;
    }
}
