package io.asyncrpc.fleet.floor;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Tells devices things, on a connection of its own. */
final class Answers implements AutoCloseable {

    private static final String EXCHANGE = "amq.topic";
    private static final long PATIENCE_MILLIS = 5_000;

    private final Connection connection;
    private final Channel channel;

    private Answers(Connection connection, Channel channel) {
        this.connection = connection;
        this.channel = channel;
    }

    static Answers open(BrokerSettings broker) throws IOException {
        Connection connection = broker.connect();
        Channel channel = connection.createChannel();
        channel.confirmSelect();
        return new Answers(connection, channel);
    }

    /** Returns when the broker has them all. */
    void say(List<Answer> answers) throws IOException, InterruptedException {
        for (Answer answer : answers) {
            channel.basicPublish(EXCHANGE, answer.key(), true, answer.properties(), answer.body());
        }
        try {
            channel.waitForConfirmsOrDie(PATIENCE_MILLIS);
        } catch (TimeoutException e) {
            throw new IOException("the broker does not confirm what devices are told", e);
        }
    }

    @Override
    public void close() {
        connection.abort();
    }
}
