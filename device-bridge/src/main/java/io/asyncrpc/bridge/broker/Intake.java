package io.asyncrpc.bridge.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What the broker delivers of one queue, over a connection of its own, in the order of delivery. Messages are acknowledged
 * together, and only where they came from; what is not when this is closed or lost, the broker delivers again.
 */
final class Intake implements AutoCloseable {
    private static final int CLOSE_MILLIS = 3_000;
    private static final int LOOK_MILLIS = 500;

    private final InstantSource clock;
    private final Connection connection;
    private final Channel channel;
    private final BlockingQueue<Delivery> waiting = new LinkedBlockingQueue<>();
    private volatile boolean cancelled;
    private @Nullable Delivery next;

    /** @param prefetch how many messages may be in hand, unacknowledged */
    Intake(ConnectionFactory factory, String name, String queue, int prefetch, InstantSource clock)
            throws IOException, TimeoutException {
        this.clock = clock;
        factory.setAutomaticRecoveryEnabled(false);
        connection = factory.newConnection(DirectExecutor.INSTANCE, name);
        try {
            channel = connection.createChannel();
            channel.basicQos(prefetch);
            channel.basicConsume(queue, false, new Ear());
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Only notes what came, so the connection's own thread may do it. */
    private final class Ear extends DefaultConsumer {
        Ear() {
            super(channel);
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            waiting.add(new Delivery(envelope, properties, body, clock.instant()));
        }

        @Override
        public void handleCancel(String tag) {
            cancelled = true;
        }
    }

    /** Waits for a message, half a second at most; whether there is one. */
    boolean await() throws IOException, InterruptedException {
        if (next == null) {
            next = waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (next == null && !isOpen()) {
            throw new IOException("the broker hung up");
        }
        return next != null;
    }

    /** What is there by now: not more than so many messages, nor than so many bytes unless the first alone has more. */
    List<Delivery> take(int messages, int bytes) {
        List<Delivery> taken = new ArrayList<>();
        int left = bytes;
        for (Delivery first = peek(); first != null && taken.size() < messages; first = peek()) {
            left -= first.body().length;
            if (left < 0 && !taken.isEmpty()) {
                break;
            }
            taken.add(first);
            next = null;
        }
        return taken;
    }

    private @Nullable Delivery peek() {
        if (next == null) {
            next = waiting.poll();
        }
        return next;
    }

    /** Acknowledges this message and all before it. If the connection is lost, they come again. */
    void acknowledge(Delivery last) throws IOException {
        try {
            channel.basicAck(last.tag(), true);
        } catch (AlreadyClosedException e) {
            throw new IOException("the broker hung up", e);
        }
    }

    boolean isOpen() {
        return channel.isOpen() && !cancelled;
    }

    @Override
    public void close() {
        connection.abort(CLOSE_MILLIS);
    }
}
