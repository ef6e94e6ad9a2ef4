package io.asyncrpc.core.dispatch;

import io.asyncrpc.core.task.Task;
import io.asyncrpc.core.task.TaskBell;
import io.asyncrpc.core.task.TaskWork;
import io.asyncrpc.core.trace.Traces;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jboss.logging.Logger;

/**
 * Says words that nobody waits for, in batches: whatever gathered while the last batch was on its way. A word that is lost
 * here (broker away, too many waiting) is said again when its row is due.
 */
@ApplicationScoped
class DispatchRelay implements TaskBell {
    private static final Logger LOG = Logger.getLogger(DispatchRelay.class);

    private final DispatchPublisher publisher;
    private final BlockingQueue<Dispatch> waiting;
    private final int batchSize;
    private final Counter dropped;
    private final Pace pace;
    private final Thread speaker = Thread.ofPlatform().name("dispatch-relay").unstarted(this::run);

    DispatchRelay(BrokerConnections connections, BrokerConfig config, Traces traces, MeterRegistry metrics) {
        this.publisher = new DispatchPublisher(connections, config, traces, "core: doorbells");
        this.waiting = new ArrayBlockingQueue<>(config.waitingDoorbells());
        this.batchSize = config.batchSize();
        this.pace = new Pace(config.batchPace());
        this.dropped = metrics.counter("dispatch.dropped");
        metrics.gaugeCollectionSize("dispatch.waiting", List.of(), waiting);
    }

    void start(@Observes StartupEvent started) {
        speaker.start();
    }

    @Override
    public void tell(Task task) {
        Words.of(task).ifPresent(this::offer);
    }

    @Override
    public void tell(TaskWork work) {
        Words.of(work).ifPresent(this::offer);
    }

    private void offer(Dispatch word) {
        if (!waiting.offer(word)) {
            dropped.increment();
        }
    }

    private void run() {
        List<Dispatch> batch = new ArrayList<>(batchSize);
        while (!Thread.currentThread().isInterrupted()) {
            try {
                batch.add(waiting.take());
                pace.keep();
                waiting.drainTo(batch, batchSize - 1);
                publisher.say(batch).await().indefinitely();
                pace.done();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                dropped.increment(batch.size());
                LOG.warnf(
                        "words were not said and wait for their next time count=%d reason=%s",
                        batch.size(), e.getMessage());
            }
            batch.clear();
        }
    }

    @PreDestroy
    void stop() {
        speaker.interrupt();
        publisher.close();
    }
}
