package io.asyncrpc.core.dispatch;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.asyncrpc.core.trace.Traces;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Says words to the house: persistent, confirmed, and never into a queue that is not there. */
@ApplicationScoped
public class DispatchPublisher {
    static final String QUEUE = "bridge.dispatch";
    /** Of one message, in bytes; written as JSON text they may become twice as many. */
    private static final int MAX_PAYLOADS = 1 << 20;

    private static final int MAX_REASON = 200;

    private final ConfirmedPublisher publisher;
    private final int batchSize;
    private final Traces traces;
    /** One thread: what is said first is heard first. */
    private final ExecutorService speaker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("dispatch").factory());

    @Inject
    DispatchPublisher(BrokerConnections connections, BrokerConfig config, Traces traces) {
        this(connections, config, traces, "core: answers to devices");
    }

    /** Over a connection of its own: what is said there waits for no confirmation of what is said here. */
    DispatchPublisher(BrokerConnections connections, BrokerConfig config, Traces traces, String name) {
        publisher = new ConfirmedPublisher(connections.factory(), name, config.confirmTimeout());
        batchSize = config.batchSize();
        this.traces = traces;
    }

    /** Says these words; done when the broker has them, failed if it may not. */
    public Uni<Void> say(List<? extends Dispatch> words) {
        if (words.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        TracedWords traced = TracedWords.begin(words, traces);
        return publish(batches(words, traced))
                .onItem()
                .invoke(traced::end)
                .onFailure()
                .invoke(traced::fail);
    }

    /** Puts a message away that nobody can handle, with the reason, cut to what a header can hold. */
    public Uni<Void> putAway(String queue, byte[] body, String reason) {
        BasicProperties properties = new BasicProperties.Builder()
                .contentType("application/json")
                .deliveryMode(2)
                .headers(Map.of("x-reason", reason.substring(0, Math.min(MAX_REASON, reason.length()))))
                .build();
        return publish(List.of(new Outgoing("", queue + ".dead", properties, body)));
    }

    private Uni<Void> publish(List<Outgoing> messages) {
        return Uni.createFrom()
                .voidItem()
                .emitOn(speaker)
                .invoke(() -> publishNow(messages))
                .replaceWithVoid();
    }

    private void publishNow(List<Outgoing> messages) {
        try {
            publisher.publishRouted(messages);
        } catch (IOException e) {
            throw new BrokerAway(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerAway(e);
        }
    }

    private List<Outgoing> batches(List<? extends Dispatch> words, TracedWords traced) {
        BasicProperties properties = new BasicProperties.Builder()
                .contentType("application/json")
                .deliveryMode(2)
                .build();
        List<Outgoing> messages = new ArrayList<>();
        for (int from = 0, to; from < words.size(); from = to) {
            to = endOfBatch(words, from);
            messages.add(new Outgoing("", QUEUE, properties, DispatchJson.write(words.subList(from, to), traced)));
        }
        return messages;
    }

    /** Large payloads end a batch early: the broker refuses a message of 16 MiB, however often it is said. */
    private int endOfBatch(List<? extends Dispatch> words, int from) {
        int bytes = size(words.get(from));
        int to = from + 1;
        while (to < words.size() && to < from + batchSize && bytes + size(words.get(to)) <= MAX_PAYLOADS) {
            bytes += size(words.get(to++));
        }
        return to;
    }

    private static int size(Dispatch word) {
        return word instanceof Dispatch.Handout h && h.payload() != null ? h.payload().length : 0;
    }

    /** Whether the broker would take a word now; may wait for a connection, so not for an event loop. */
    public boolean isReachable() {
        return publisher.isReachable();
    }

    @PreDestroy
    void close() {
        speaker.shutdown();
        publisher.close();
    }

    /** The broker did not confirm: nothing is known of what it has. */
    static final class BrokerAway extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokerAway(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }
}
