package io.asyncrpc.core.feed;

import com.rabbitmq.client.ConnectionFactory;
import io.asyncrpc.core.dispatch.BrokerConfig;
import io.asyncrpc.core.dispatch.BrokerConnections;
import io.asyncrpc.core.dispatch.Pace;
import io.asyncrpc.core.task.TaskChanged;
import io.asyncrpc.core.task.TaskFeed;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jboss.logging.Logger;

/**
 * Tells changes in batches: whatever gathered while the last batch was on its way, so that the first one never waits. What
 * cannot be told now (broker away, too many waiting) is dropped and counted; it would be stale when the broker is back.
 */
@ApplicationScoped
class ChangeRelay implements TaskFeed {
    private static final Logger LOG = Logger.getLogger(ChangeRelay.class);
    private static final int PAUSE_MILLIS = 1_000;

    private final ChangePublisher publisher;
    private final BlockingQueue<TaskChanged> waiting;
    private final int batchSize;
    private final Counter told;
    private final Counter dropped;
    private final Pace pace;
    private final Thread speaker = Thread.ofPlatform().name("change-relay").unstarted(this::run);

    @Inject
    ChangeRelay(BrokerConnections connections, BrokerConfig broker, FeedConfig config, MeterRegistry metrics) {
        this(connections.factory(), broker, config, metrics);
    }

    ChangeRelay(ConnectionFactory connections, BrokerConfig broker, FeedConfig config, MeterRegistry metrics) {
        this.publisher = new ChangePublisher(connections);
        this.waiting = new ArrayBlockingQueue<>(config.waiting());
        this.batchSize = config.batchSize();
        this.pace = new Pace(broker.batchPace());
        this.told = metrics.counter("feed.told");
        this.dropped = metrics.counter("feed.dropped");
        metrics.gaugeCollectionSize("feed.waiting", List.of(), waiting);
    }

    void start(@Observes StartupEvent started) {
        speaker.start();
    }

    @Override
    public void tell(Collection<TaskChanged> changes) {
        for (TaskChanged change : changes) {
            if (!waiting.offer(change)) {
                dropped.increment();
            }
        }
    }

    private void run() {
        List<TaskChanged> batch = new ArrayList<>(batchSize);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                batch.add(waiting.take());
                pace.keep();
                waiting.drainTo(batch, batchSize - 1);
                say(batch);
                pace.done();
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            publisher.close();
        }
    }

    private void say(List<TaskChanged> batch) throws InterruptedException {
        try {
            publisher.publish(batch);
            told.increment(batch.size());
        } catch (IOException | RuntimeException e) {
            LOG.warnf("changes were not told, and waiters find them later reason=%s", e.getMessage());
            dropped.increment(batch.size());
            Thread.sleep(PAUSE_MILLIS);
            dropped.increment(waiting.drainTo(new ArrayList<>()));
        }
    }

    @PreDestroy
    void stop() {
        speaker.interrupt();
    }
}
