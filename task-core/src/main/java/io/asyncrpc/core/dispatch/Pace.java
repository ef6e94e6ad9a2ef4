package io.asyncrpc.core.dispatch;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Keeps batches so far apart that something gathers between them; the first after a pause does not wait. Confined to one
 * thread.
 */
public final class Pace {
    private final Duration pace;
    private long nextAt = System.nanoTime();

    /** @param pace least time from the beginning of a batch to that of the next */
    public Pace(Duration pace) {
        this.pace = pace;
    }

    /** Waits until the next batch may begin. */
    public void keep() throws InterruptedException {
        long left = nextAt - System.nanoTime();
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
        nextAt = System.nanoTime() + pace.toNanos();
    }
}
