package io.asyncrpc.core.feed;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.asyncrpc.core.task.TaskChanged;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes changes to whoever listens: transient and unconfirmed, since a lost one costs a waiter five seconds and a
 * confirmed one would cost every waiter a round trip. Confined to one thread.
 */
final class ChangePublisher {
    static final String EXCHANGE = "task.changed";

    private static final int CLOSE_MILLIS = 1_000;
    private static final BasicProperties TRANSIENT = new BasicProperties.Builder()
            .contentType("application/json")
            .deliveryMode(1)
            .build();

    private final ConnectionFactory factory;
    private @Nullable Connection connection;
    private @Nullable Channel channel;

    /** The factory is used as it is, except that its automatic recovery is switched off. */
    ChangePublisher(ConnectionFactory factory) {
        this.factory = factory;
        factory.setAutomaticRecoveryEnabled(false);
    }

    /** Opens what is closed; a failure closes it and is thrown. */
    void publish(List<TaskChanged> changes) throws IOException {
        try {
            openChannel().basicPublish(EXCHANGE, "", TRANSIENT, ChangeJson.write(changes));
        } catch (IOException | AlreadyClosedException | TimeoutException failure) {
            close();
            throw new IOException("the broker takes no changes: " + failure.getMessage(), failure);
        }
    }

    private Channel openChannel() throws IOException, TimeoutException {
        if (channel != null && channel.isOpen()) {
            return channel;
        }
        close();
        connection = factory.newConnection("core: changes of tasks");
        channel = connection.createChannel();
        return channel;
    }

    void close() {
        if (connection != null) {
            connection.abort(CLOSE_MILLIS);
        }
        connection = null;
        channel = null;
    }
}
