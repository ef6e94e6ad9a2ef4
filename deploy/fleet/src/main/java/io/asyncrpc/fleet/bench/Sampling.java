package io.asyncrpc.fleet.bench;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Looks once a second at what the processes have used. */
public final class Sampling {

    private static final long MICROS = 1_000_000;

    private final Samples samples = new Samples();
    private final Processes processes;
    private final LongSupplier clock;

    /**
     * @param state the launcher's folder
     * @param clock microseconds since 1970
     */
    public Sampling(Path state, LongSupplier clock) {
        this.processes = new Processes(state.resolve("pid"), Path.of("/proc"));
        this.clock = clock;
    }

    /**
     * Waits for the time to begin, and until it is over.
     *
     * @param over asked every second
     * @return a shorter time if it was over before
     */
    public Window during(Window window, BooleanSupplier over) {
        for (long next = window.from(); next <= window.to(); next += MICROS) {
            rest(next - clock.getAsLong());
            samples.add(clock.getAsLong(), processes.usage());
            if (over.getAsBoolean() && next > window.from()) {
                return new Window(window.from(), next);
            }
        }
        return window;
    }

    public Samples samples() {
        return samples;
    }

    static void rest(long micros) {
        try {
            TimeUnit.MICROSECONDS.sleep(micros);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
