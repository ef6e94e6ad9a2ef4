package io.asyncrpc.core.intake;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * One queue of the house, over a connection of its own, in the order of delivery. What is not acknowledged when the
 * connection ends, the broker delivers again.
 */
public final class QueueConsumer {
    private static final Logger LOG = Logger.getLogger(QueueConsumer.class);
    private static final int CLOSE_MILLIS = 3_000;

    private final ConnectionFactory connections;
    private final String queue;
    private final int prefetch;
    private volatile boolean open;

    /** A message in hand: delivered by the broker, not acknowledged yet. */
    public record Delivery(Channel channel, long tag, byte[] body) {
        /**
         * Acknowledges this message and all that were delivered before it, on the channel they came from. If that one is
         * gone, they come again, which changes nothing. Writes to the wire: not for an event loop.
         */
        public void acknowledgeUpToHere() {
            try {
                channel.basicAck(tag, true);
            } catch (IOException | AlreadyClosedException e) {
                LOG.debugf("messages were not acknowledged reason=%s", e.getMessage());
            }
        }
    }

    /** @param prefetch how many messages may be in hand, unacknowledged */
    public QueueConsumer(ConnectionFactory connections, String queue, int prefetch) {
        this.connections = connections;
        this.queue = queue;
        this.prefetch = prefetch;
        connections.setAutomaticRecoveryEnabled(false);
    }

    public String queue() {
        return queue;
    }

    /** Whether what the broker delivers is worked on: from when it begins to until all that it delivered is done. */
    public boolean isOpen() {
        return open;
    }

    void ended() {
        open = false;
    }

    /**
     * Connects when it is subscribed to; fails if that does, and completes when the broker hangs up, so that what is in hand
     * is ended. For one subscriber at a time.
     */
    Multi<Delivery> deliveries() {
        return Multi.createFrom()
                .<Delivery>emitter(this::listen)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private void listen(MultiEmitter<? super Delivery> ear) {
        try {
            Connection connection = connections.newConnection(DirectExecutor.INSTANCE, "core: " + queue);
            // Not on the connection's own thread, which may be the one that ends this, and has to hear the answer.
            ear.onTermination(
                    () -> Infrastructure.getDefaultWorkerPool().execute(() -> connection.abort(CLOSE_MILLIS)));
            Channel channel = connection.createChannel();
            channel.basicQos(prefetch);
            open = true;
            channel.basicConsume(queue, false, new Ear(channel, ear));
        } catch (IOException | TimeoutException | RuntimeException e) {
            ear.fail(e);
        }
    }

    /** Only passes on, so the connection's own thread may do it. */
    private static final class Ear extends DefaultConsumer {
        private final MultiEmitter<? super Delivery> ear;

        Ear(Channel channel, MultiEmitter<? super Delivery> ear) {
            super(channel);
            this.ear = ear;
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            ear.emit(new Delivery(getChannel(), envelope.getDeliveryTag(), body));
        }

        @Override
        public void handleCancel(String tag) {
            ear.complete();
        }

        @Override
        public void handleShutdownSignal(String tag, ShutdownSignalException cause) {
            ear.complete();
        }
    }
}
