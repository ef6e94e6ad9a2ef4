package io.asyncrpc.scheduler.sweep;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.SkippedExecution;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** Ticks at every interval. While one tick is still on its way the next is left out: two would say no more than one. */
@Singleton
class SweepTicker {
    private static final Logger LOG = Logger.getLogger(SweepTicker.class);

    private final TickPublisher publisher;
    private final TickAge age;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private volatile boolean heard = true;

    SweepTicker(TickPublisher publisher, TickAge age, InstantSource clock, MeterRegistry metrics) {
        this.publisher = publisher;
        this.age = age;
        this.clock = clock;
        this.metrics = metrics;
        metrics.gauge("scheduler.tick.age", age, known -> known.age().toMillis() / 1_000.0);
    }

    /** The first tick does not wait for an interval to pass: until it is confirmed the clock is not ready. */
    void begin(@Observes StartupEvent start) {
        tick();
    }

    @Scheduled(identity = "sweep", every = "{scheduler.sweep.interval}", concurrentExecution = ConcurrentExecution.SKIP)
    synchronized void tick() {
        try {
            publisher.publish(new Tick(clock.instant()));
            age.confirmed();
            count("confirmed");
            heard(true, "");
        } catch (TickLostException e) {
            count("lost");
            heard(false, String.valueOf(e.getMessage()));
        }
    }

    void skipped(@Observes SkippedExecution execution) {
        count("skipped");
    }

    /** Every tick is counted; only a change is worth a line. */
    private void heard(boolean now, String cause) {
        if (heard && !now) {
            LOG.warnf("Ticks are not confirmed cause=%s", cause);
        } else if (!heard && now) {
            LOG.info("Ticks are confirmed");
        }
        heard = now;
    }

    private void count(String result) {
        metrics.counter("scheduler.ticks", "result", result).increment();
    }
}
