package io.asyncrpc.bridge.broker;

import com.rabbitmq.client.AMQP.BasicProperties;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;

/** Puts messages into the queues of the house: persistent, confirmed, and never without a queue. */
@ApplicationScoped
public class HousePublisher {
    private static final BasicProperties HOUSE_MESSAGE = new BasicProperties.Builder()
            .contentType("application/json")
            .deliveryMode(2)
            .build();
    private final ConfirmedPublisher publisher;

    HousePublisher(Connections connections, BrokerConfig config) {
        publisher = new ConfirmedPublisher(
                connections.to(config.houseVhost()), "bridge: words to the house", config.confirmTimeout());
    }

    public void publish(String queue, byte[] body) throws IOException, InterruptedException {
        publisher.publishRouted(List.of(new Outgoing("", queue, HOUSE_MESSAGE, body)));
    }

    /** Puts messages away whose properties matter, such as dead ones. */
    public void publish(List<Outgoing> messages) throws IOException, InterruptedException {
        publisher.publishRouted(messages);
    }

    boolean isReachable() {
        return publisher.isReachable();
    }

    @PreDestroy
    void close() {
        publisher.close();
    }
}
