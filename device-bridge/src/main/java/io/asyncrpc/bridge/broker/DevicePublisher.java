package io.asyncrpc.bridge.broker;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;

/** Says words in the virtual host of the devices, confirmed by the broker. */
@ApplicationScoped
public class DevicePublisher {
    private final ConfirmedPublisher publisher;

    DevicePublisher(Connections connections, BrokerConfig config) {
        publisher = new ConfirmedPublisher(
                connections.to(config.deviceVhost()), "bridge: words to devices", config.confirmTimeout());
    }

    /** @return how many words went to devices without a session: a hint that they are offline, no more */
    public int say(List<Outgoing> words) throws IOException, InterruptedException {
        return words.isEmpty() ? 0 : publisher.publish(words);
    }

    /** Publishes to a queue that has to be there. */
    public void publish(List<Outgoing> messages) throws IOException, InterruptedException {
        if (!messages.isEmpty()) {
            publisher.publishRouted(messages);
        }
    }

    boolean isReachable() {
        return publisher.isReachable();
    }

    @PreDestroy
    void close() {
        publisher.close();
    }
}
