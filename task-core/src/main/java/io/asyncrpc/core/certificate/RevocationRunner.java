package io.asyncrpc.core.certificate;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Sees to it that the broker has the list: after an outage of anybody, when its folder was lost, and before the list runs out. */
@ApplicationScoped
public class RevocationRunner {
    private static final Logger LOG = Logger.getLogger(RevocationRunner.class);
    private static final Duration RUN_EVERY = Duration.ofSeconds(10);

    private final RevocationRelay relay;
    private final InstantSource clock;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile Instant began = Instant.EPOCH;

    RevocationRunner(RevocationRelay relay, InstantSource clock) {
        this.relay = relay;
        this.clock = clock;
    }

    /** Begins, while others go on; nothing most of the time. */
    public void runBeside() {
        Instant now = clock.instant();
        if (began.plus(RUN_EVERY).isAfter(now) || !running.compareAndSet(false, true)) {
            return;
        }
        began = now;
        relay.compare()
                .onTermination()
                .invoke(() -> running.set(false))
                .subscribe()
                .with(done -> {}, RevocationRunner::tell);
    }

    /** An installation without an issuing CA is none that has trouble. */
    private static void tell(Throwable failure) {
        if (!(failure instanceof WebApplicationException)) {
            LOG.warnf("the list of revoked certificates waits for the bridge reason=%s", failure.getMessage());
        }
    }
}
