package io.asyncrpc.core.intake;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Keeps the house's queues consumed, whatever becomes of the broker, and knows which of them are delivered now. */
@ApplicationScoped
public class IntakeConsumer {
    private static final Logger LOG = Logger.getLogger(IntakeConsumer.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final HealthCenter health;
    private final List<String> channels = new CopyOnWriteArrayList<>();
    private final List<QueueConsumer> queues = new CopyOnWriteArrayList<>();
    private final List<Cancellable> running = new CopyOnWriteArrayList<>();

    IntakeConsumer(HealthCenter health) {
        this.health = health;
    }

    /**
     * Consumes a queue for ever, many messages at a time.
     *
     * @param work the whole of what is done with the messages, acknowledgement included
     */
    public void start(QueueConsumer queue, Function<Multi<QueueConsumer.Delivery>, Multi<Void>> work) {
        queues.add(queue);
        keep(
                queue.queue(),
                work.apply(queue.deliveries())
                        .onTermination()
                        .invoke(queue::ended)
                        .onCompletion()
                        .failWith(() -> new IllegalStateException("the broker hung up")));
    }

    /**
     * Consumes a channel for ever, message by message. The connector gives up when the broker is away at the start, and ends
     * the stream when anything in it throws; both begin again here.
     *
     * @param work the whole of what is done with the messages, acknowledgement included
     */
    public void start(
            String channel, Multi<Message<byte[]>> messages, Function<Multi<Message<byte[]>>, Multi<Void>> work) {
        channels.add(channel);
        keep(channel, work.apply(messages));
    }

    private void keep(String name, Multi<Void> work) {
        running.add(work.onFailure()
                .invoke(failure ->
                        LOG.warnf("a queue is not consumed and is tried again queue=%s reason=%s", name, failure))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .subscribe()
                .with(done -> {}, failure -> LOG.errorf(failure, "a queue is not consumed any more queue=%s", name)));
    }

    /**
     * Acknowledges on the channel that a message came from, and only there: while that one is down the connector would
     * open another and acknowledge foreign messages on it. What is not acknowledged comes again, which changes nothing.
     */
    public Uni<Void> acknowledge(String channel, Message<byte[]> message) {
        if (!isOpen(channel)) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .completionStage(message.ack())
                .onFailure()
                .invoke(failure -> LOG.debugf("a message was not acknowledged reason=%s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** Those that the broker does not deliver now. */
    List<String> closed() {
        return Stream.concat(
                        channels.stream().filter(channel -> !isOpen(channel)),
                        queues.stream().filter(queue -> !queue.isOpen()).map(QueueConsumer::queue))
                .toList();
    }

    private boolean isOpen(String channel) {
        return health.getReadiness().getChannels().stream()
                .anyMatch(info -> info.getChannel().equals(channel) && info.isOk());
    }

    @PreDestroy
    void stop() {
        running.forEach(Cancellable::cancel);
    }
}
