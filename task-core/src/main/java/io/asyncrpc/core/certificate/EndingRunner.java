package io.asyncrpc.core.certificate;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Counts and tells of devices whose last good certificate is about to end. */
@ApplicationScoped
public class EndingRunner {
    private static final Logger LOG = Logger.getLogger(EndingRunner.class);
    private static final Duration RUN_EVERY = Duration.ofMinutes(1);

    private final EndingStore store;
    private final CertificateLog log;
    private final CertificateConfig config;
    private final InstantSource clock;
    private final AtomicLong ending = new AtomicLong();
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile Instant began = Instant.EPOCH;

    EndingRunner(
            EndingStore store,
            CertificateLog log,
            CertificateConfig config,
            InstantSource clock,
            MeterRegistry metrics) {
        this.store = store;
        this.log = log;
        this.config = config;
        this.clock = clock;
        Gauge.builder("certificates.ending", ending, AtomicLong::get)
                .description("devices whose last good certificate ends within the time of warning")
                .register(metrics);
    }

    /** Begins, while others go on; nothing most of the time. */
    public void runBeside() {
        Instant now = clock.instant();
        if (began.plus(RUN_EVERY).isAfter(now) || !running.compareAndSet(false, true)) {
            return;
        }
        began = now;
        Instant until = now.plus(config.warning());
        store.count(now, until)
                .invoke(ending::set)
                .chain(() -> store.warn(now, until))
                .invoke(all -> all.forEach(one -> log.ending(one.deviceId(), one.serial(), one.notAfter())))
                .onTermination()
                .invoke(() -> running.set(false))
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf("certificates were not looked through reason=%s", failure.getMessage()));
    }
}
