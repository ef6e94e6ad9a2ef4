package io.asyncrpc.core.dispatch;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Keeps batches so far apart that something gathers between them; the first after a pause does not wait. How far depends on how
 * long the work on a batch takes: a machine that has time to spare is quick, and one that has not gathers more. Confined to
 * one thread.
 */
public final class Pace {
    private final Duration pace;
    private long began;
    private long nextAt = System.nanoTime();

    /** @param pace least time from the beginning of a batch to that of the next; half of it if the work on a batch is short */
    public Pace(Duration pace) {
        this.pace = pace;
    }

    /** Waits until the next batch may begin. */
    public void keep() throws InterruptedException {
        long left = nextAt - System.nanoTime();
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
        began = System.nanoTime();
        nextAt = began + pace.toNanos();
    }

    /** The work on the batch is done. */
    public void done() {
        nextAt = began + between(System.nanoTime() - began, pace);
    }

    /**
     * From the beginning of a batch to that of the next, in nanoseconds.
     *
     * @param worked on the batch, in nanoseconds
     * @return twice of it, from half of the pace to all of it
     */
    public static long between(long worked, Duration pace) {
        long longest = pace.toNanos();
        return Math.clamp(2 * worked, longest / 2, longest);
    }
}
