package io.asyncrpc.core.seal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Seals what was done, every few seconds at the scheduler's tick. Any number of replicas may try; one does it. */
@ApplicationScoped
public class SealRunner {
    private static final Logger LOG = Logger.getLogger(SealRunner.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    /** Where much is done: thousands of deeds at once would keep the database and this replica from all else for a tenth of a second. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final int MUCH = 200;

    private final SealStore seals;
    private final InstantSource clock;
    private final Counter sealed;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile Instant last = Instant.EPOCH;
    private volatile Duration pause = EVERY;

    SealRunner(SealStore seals, InstantSource clock, MeterRegistry metrics) {
        this.seals = seals;
        this.clock = clock;
        this.sealed = metrics.counter("audit.sealed");
    }

    /** Keeps nobody waiting. */
    public void runBeside() {
        Instant now = clock.instant();
        if (Duration.between(last, now).abs().compareTo(pause) < 0 || !running.compareAndSet(false, true)) {
            return;
        }
        last = now;
        all(0).onTermination()
                .invoke(() -> running.set(false))
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf(
                                "the audit log was not sealed and is next time reason=%s", failure.getMessage()));
    }

    /** @param all since this run began */
    private void told(int count, int all) {
        sealed.increment(count);
        pause = all >= MUCH ? SOON : EVERY;
    }

    /** As many seals as it takes. */
    private Uni<Void> all(int before) {
        return seals.seal()
                .invoke(count -> told(count, before + count))
                .chain(count -> count == SealStore.MOST
                        ? all(before + count)
                        : Uni.createFrom().voidItem());
    }
}
