package io.asyncrpc.bridge.broker;

import io.micrometer.core.instrument.DistributionSummary;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.unchecked.Unchecked;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes the messages of one queue in micro-batches, one batch after another, and acknowledges a batch when all its steps
 * are done. A step that fails is our own fault and is tried again until it succeeds; nothing is ever rejected.
 */
public final class BatchConsumer {
    private static final Logger LOG = Logger.getLogger(BatchConsumer.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);
    /** Of one batch; read, it is several times as large. */
    private static final int MOST_BYTES = 8 << 20;

    /** A step of a batch's handling; blocking, and harmless when done twice. */
    public interface Step {
        void run() throws Exception;
    }

    private final String channel;
    private final BrokerConfig config;
    private final BooleanSupplier channelOpen;
    private final InstantSource clock;
    private final DistributionSummary batchSizes;
    private final UnsaidWords unsaid = new UnsaidWords();
    private volatile @Nullable Cancellable subscription;

    BatchConsumer(
            String channel,
            BrokerConfig config,
            BooleanSupplier channelOpen,
            DistributionSummary batchSizes,
            InstantSource clock) {
        this.channel = channel;
        this.config = config;
        this.channelOpen = channelOpen;
        this.batchSizes = batchSizes;
        this.clock = clock;
    }

    /** @param plan must be total: it says what to do with a batch, in steps that are done in order */
    public void start(Multi<Message<byte[]>> messages, Function<List<Delivery>, List<Step>> plan) {
        subscription = Multi.createFrom()
                .deferred(() -> {
                    unsaid.clear();
                    return Gathering.inBatches(
                            messages.map(this::taken),
                            new Gathering.Limits(config.batchSize(), MOST_BYTES, config.batchPace()),
                            delivery -> delivery.body().length,
                            batch -> handle(batch, plan).replaceWith(batch));
                })
                .onFailure()
                .invoke(failure -> LOG.warnf("Consumer interrupted, starting again channel=%s: %s", channel, failure))
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, LAST_RETRY)
                .indefinitely()
                .subscribe()
                .with(ignored -> {}, failure -> LOG.errorf(failure, "Consumer ended channel=%s", channel));
    }

    public void stop() {
        Cancellable running = subscription;
        if (running != null) {
            running.cancel();
        }
    }

    String channel() {
        return channel;
    }

    boolean isOpen() {
        return channelOpen.getAsBoolean();
    }

    Duration oldestUnsaid() {
        return unsaid.age(clock.instant());
    }

    private Delivery taken(Message<byte[]> message) {
        Instant now = clock.instant();
        unsaid.taken(now);
        return new Delivery(message, now);
    }

    private Uni<Void> handle(List<Delivery> batch, Function<List<Delivery>, List<Step>> plan) {
        batchSizes.record(batch.size());
        return Uni.createFrom()
                .item(batch)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .onItem()
                .transformToMulti(all -> Multi.createFrom().iterable(plan.apply(all)))
                .onItem()
                .transformToUniAndConcatenate(this::untilDone)
                .onItem()
                .ignoreAsUni()
                .chain(() -> acknowledge(batch));
    }

    /** On the worker thread that the batch is on, and on another one when it is tried again. */
    private Uni<Void> untilDone(Step step) {
        return Uni.createFrom()
                .voidItem()
                .invoke(Unchecked.consumer(ignored -> step.run()))
                .onFailure()
                .invoke(failure -> LOG.warnf("Holding messages, trying again channel=%s: %s", channel, reason(failure)))
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, LAST_RETRY)
                .indefinitely();
    }

    private static Throwable reason(Throwable failure) {
        return failure.getCause() == null ? failure : failure.getCause();
    }

    /**
     * Acknowledges where the messages came from, and only there. While the channel is down the connector would open
     * another one and acknowledge foreign messages on it, so these are left for the broker to deliver again.
     */
    private Uni<Void> acknowledge(List<Delivery> batch) {
        unsaid.said(batch.size());
        if (!channelOpen.getAsBoolean()) {
            return Uni.createFrom().voidItem();
        }
        CompletableFuture<?>[] acknowledgements = batch.stream()
                .map(delivery -> delivery.acknowledge().toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return Uni.createFrom()
                .completionStage(CompletableFuture.allOf(acknowledgements))
                .onFailure()
                .invoke(failure -> LOG.warnf("Acknowledgement lost channel=%s: %s", channel, failure))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
