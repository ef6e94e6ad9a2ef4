package io.asyncrpc.core.clock;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;

/** Measures how far this machine's clock is from the database's. */
@ApplicationScoped
class ClockTicker {
    private final DatabaseClock clock = new DatabaseClock(InstantSource.system(), System::nanoTime);
    private final Pool pool;

    ClockTicker(Pool pool, MeterRegistry metrics) {
        this.pool = pool;
        Gauge.builder("clock.drift", clock, c -> c.drift().toMillis() / 1000.0)
                .baseUnit("seconds")
                .register(metrics);
    }

    @Produces
    @Singleton
    InstantSource clock() {
        return clock;
    }

    DatabaseClock databaseClock() {
        return clock;
    }

    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> measure() {
        Instant asked = clock.local();
        return pool.query("select clock_timestamp() as now")
                .execute()
                .invoke(rows -> clock.measured(
                        asked, rows.iterator().next().getOffsetDateTime("now").toInstant()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
