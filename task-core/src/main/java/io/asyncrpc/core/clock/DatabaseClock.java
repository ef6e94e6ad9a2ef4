package io.asyncrpc.core.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * The database's time by this machine's steady clock and a measured offset, so that a lease written by one replica is
 * ended rightly by another. Somebody who sets this machine's wall clock moves nothing: no lease ends and no task
 * expires before its time. Whole microseconds, as PostgreSQL keeps them.
 */
public final class DatabaseClock implements InstantSource {
    private final InstantSource wall;
    private final LongSupplier steady;
    private final Instant start;
    private final long steadyAtStart;
    private volatile Duration offset = Duration.ZERO;

    /**
     * @param wall until the first measurement, the time at the start is taken from it
     * @param steady nanoseconds that nobody can set
     */
    DatabaseClock(InstantSource wall, LongSupplier steady) {
        this.wall = wall;
        this.steady = steady;
        Reading reading = Reading.of(wall, steady);
        this.start = reading.wall();
        this.steadyAtStart = reading.steady();
    }

    /** Both clocks at one moment. */
    private record Reading(Instant wall, long steady) {
        private static final long CLOSE_NANOS = 1_000_000;
        private static final int MOST_TRIES = 20;

        /** A busy machine may stop us between the two readings; then they are taken again. */
        static Reading of(InstantSource wall, LongSupplier steady) {
            for (int tries = 1; true; tries++) {
                long before = steady.getAsLong();
                Reading reading = new Reading(wall.instant(), before);
                if (steady.getAsLong() - before < CLOSE_NANOS || tries == MOST_TRIES) {
                    return reading;
                }
            }
        }
    }

    @Override
    public Instant instant() {
        return local().plus(offset).truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Takes one measurement over. The database answered some time between question and answer, and nobody knows when: what
     * is known of the offset stays as it is while that is possible, and moves no further than the measurement proves. So a
     * slow answer, of a busy machine, does not set the time back.
     *
     * @param asked local time when the database was asked
     * @param database its answer
     */
    void measured(Instant asked, Instant database) {
        Duration least = Duration.between(local(), database);
        Duration most = Duration.between(asked, database);
        Duration known = offset;
        if (known.compareTo(least) < 0) {
            offset = least;
        } else if (known.compareTo(most) > 0) {
            offset = most;
        }
    }

    /** How far this machine's wall clock is off, without sign. */
    Duration drift() {
        return Duration.between(wall.instant(), local().plus(offset)).abs();
    }

    Instant local() {
        return start.plusNanos(steady.getAsLong() - steadyAtStart);
    }
}
