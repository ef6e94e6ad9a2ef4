package io.asyncrpc.core.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The database's time by this machine's clock and a measured offset, so that a lease written by one replica is ended
 * rightly by another. Whole microseconds, as PostgreSQL keeps them.
 */
public final class DatabaseClock implements InstantSource {
    private final InstantSource local;
    private volatile Duration offset = Duration.ZERO;

    public DatabaseClock(InstantSource local) {
        this.local = local;
    }

    @Override
    public Instant instant() {
        return local.instant().plus(offset).truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Takes one measurement over.
     *
     * @param asked local time when the database was asked
     * @param database its answer, taken to be of the middle of the round trip
     */
    void measured(Instant asked, Instant database) {
        Instant answered = local.instant();
        Instant middle = asked.plus(Duration.between(asked, answered).dividedBy(2));
        offset = Duration.between(middle, database);
    }

    /** How far this machine's clock is off, without sign. */
    Duration drift() {
        return offset.abs();
    }

    Instant local() {
        return local.instant();
    }
}
