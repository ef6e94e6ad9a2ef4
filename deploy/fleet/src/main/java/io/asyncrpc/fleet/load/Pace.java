package io.asyncrpc.fleet.load;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Begins something so many times a second, at times that are fixed beforehand. Who is late catches up, and is told when it
 * was to begin: what a busy system makes wait is measured and not left out.
 */
final class Pace {

    private final Timer timer;
    private final LongSupplier micros;
    private final double rate;
    private final LongConsumer begin;
    private long first;
    private long begun;
    private boolean stopped;

    @FunctionalInterface
    interface Timer {

        void after(long micros, Runnable step);
    }

    /** @param begin takes the intended time */
    Pace(Timer timer, LongSupplier micros, double rate, LongConsumer begin) {
        this.timer = timer;
        this.micros = micros;
        this.rate = rate;
        this.begin = begin;
    }

    void start() {
        first = micros.getAsLong();
        step();
    }

    void stop() {
        stopped = true;
    }

    private void step() {
        if (stopped) {
            return;
        }
        long now = micros.getAsLong();
        while (intended() <= now) {
            begin.accept(intended());
            begun++;
        }
        timer.after(intended() - now, this::step);
    }

    private long intended() {
        return first + (long) (begun * 1_000_000 / rate);
    }
}
