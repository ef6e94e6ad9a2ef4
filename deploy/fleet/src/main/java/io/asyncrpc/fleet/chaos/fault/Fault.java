package io.asyncrpc.fleet.chaos.fault;

import java.time.Duration;

/**
 * Something that is done to the running system and ends again.
 *
 * @param name as {@code --faults} takes it
 * @param what one line for a reader
 * @param lasts between beginning and end; zero where the end comes by itself
 * @param begin does it, and returns when it is done
 * @param end undoes it, or waits until it is over; recovery is counted from its return
 */
public record Fault(String name, String what, Duration lasts, Step begin, Step end) {

    /** Does it and undoes it, also when it failed half-way or somebody ends the run. */
    public void happen() throws InterruptedException {
        try {
            begin.run();
            Thread.sleep(lasts);
        } finally {
            undo();
        }
    }

    private void undo() throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        try {
            end.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** May fail: then the run ends, for a fault that did not happen proves nothing. */
    @FunctionalInterface
    public interface Step {
        void run() throws InterruptedException;
    }
}
