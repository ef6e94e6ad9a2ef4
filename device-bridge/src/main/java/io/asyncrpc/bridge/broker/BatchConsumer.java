package io.asyncrpc.bridge.broker;

import com.rabbitmq.client.ConnectionFactory;
import io.micrometer.core.instrument.DistributionSummary;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes the messages of one queue in micro-batches, one batch after another on a thread of its own, and acknowledges a batch
 * when all its steps are done. A step that fails is our own fault and is tried again until it succeeds; nothing is ever
 * rejected.
 *
 * <p>A batch is what came meanwhile: while the one before was on its way, and until the pace allows the next. So the first
 * message after a pause never waits, and under load batches grow by themselves.
 */
public final class BatchConsumer {
    private static final Logger LOG = Logger.getLogger(BatchConsumer.class);
    private static final long FIRST_RETRY_MILLIS = 100;
    private static final long LAST_RETRY_MILLIS = 5_000;
    private static final long STOP_MILLIS = 5_000;
    /** Of one batch; read, it is several times as large. */
    private static final int MOST_BYTES = 8 << 20;

    /** A step of a batch's handling; blocking, and harmless when done twice. */
    public interface Step {
        void run() throws Exception;
    }

    /** @param prefetch how many messages may be in hand, unacknowledged */
    record Source(ConnectionFactory connections, String queue, int prefetch) {}

    private final Source source;
    private final BrokerConfig config;
    private final InstantSource clock;
    private final DistributionSummary batchSizes;
    private final UnsaidWords unsaid = new UnsaidWords();
    private volatile @Nullable Intake intake;
    private volatile @Nullable Thread worker;
    private volatile boolean stopping;

    BatchConsumer(Source source, BrokerConfig config, DistributionSummary batchSizes, InstantSource clock) {
        this.source = source;
        this.config = config;
        this.batchSizes = batchSizes;
        this.clock = clock;
    }

    /** @param plan must be total: it says what to do with a batch, in steps that are done in order */
    public void start(Function<List<Delivery>, List<Step>> plan) {
        worker = Thread.ofPlatform().name(source.queue()).start(() -> consume(plan));
    }

    /** Lets the batch in hand be ended, if it ends soon; what is not acknowledged comes again. */
    public void stop() throws InterruptedException {
        stopping = true;
        Thread running = worker;
        if (running != null && !running.join(Duration.ofMillis(STOP_MILLIS))) {
            running.interrupt();
        }
    }

    String queue() {
        return source.queue();
    }

    boolean isOpen() {
        Intake open = intake;
        return open != null && open.isOpen();
    }

    Duration oldestUnsaid() {
        return unsaid.age(clock.instant());
    }

    private void consume(Function<List<Delivery>, List<Step>> plan) {
        long pause = FIRST_RETRY_MILLIS;
        try {
            while (!stopping) {
                try (Intake open = new Intake(
                        source.connections(), "bridge: " + source.queue(), source.queue(), source.prefetch(), clock)) {
                    intake = open;
                    pause = FIRST_RETRY_MILLIS;
                    consume(open, plan);
                } catch (IOException | TimeoutException | RuntimeException e) {
                    LOG.warnf("Consumer interrupted, starting again queue=%s: %s", source.queue(), reason(e));
                }
                intake = null;
                unsaid.clear();
                if (!stopping) {
                    Thread.sleep(pause);
                    pause = Math.min(2 * pause, LAST_RETRY_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void consume(Intake open, Function<List<Delivery>, List<Step>> plan)
            throws IOException, InterruptedException {
        long nextAt = System.nanoTime();
        while (!stopping) {
            if (!open.await()) {
                continue;
            }
            TimeUnit.NANOSECONDS.sleep(nextAt - System.nanoTime());
            long began = System.nanoTime();
            List<Delivery> batch = open.take(config.batchSize(), MOST_BYTES);
            batch.forEach(delivery -> unsaid.taken(delivery.at()));
            batchSizes.record(batch.size());
            for (Step step : plan.apply(batch)) {
                untilDone(step);
            }
            unsaid.said(batch.size());
            open.acknowledge(batch.getLast());
            nextAt = began + between(System.nanoTime() - began, config.batchPace());
        }
    }

    /**
     * From the beginning of a batch to that of the next: a machine that has time to spare is quick, and one that has not
     * gathers more.
     *
     * @param worked on the batch, in nanoseconds
     * @return twice of it, from half of the pace to all of it, in nanoseconds
     */
    static long between(long worked, Duration pace) {
        long longest = pace.toNanos();
        return Math.clamp(2 * worked, longest / 2, longest);
    }

    private void untilDone(Step step) throws InterruptedException {
        long pause = FIRST_RETRY_MILLIS;
        while (true) {
            try {
                step.run();
                return;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                LOG.warnf("Holding messages, trying again queue=%s: %s", source.queue(), reason(e));
            }
            Thread.sleep(pause);
            pause = Math.min(2 * pause, LAST_RETRY_MILLIS);
        }
    }

    private static Throwable reason(Throwable failure) {
        return failure.getCause() == null ? failure : failure.getCause();
    }
}
