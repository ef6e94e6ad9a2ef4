package io.asyncrpc.core.dispatch;

import java.util.concurrent.TimeUnit;

/**
 * Keeps batches so far apart that something gathers between them; the first after a pause does not wait. Confined to one
 * thread.
 */
public final class Pace {
    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private long nextAt = System.nanoTime();

    /** Waits until the next batch may begin, at most 5 ms. */
    public void keep() throws InterruptedException {
        long left = nextAt - System.nanoTime();
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
        nextAt = System.nanoTime() + NANOS;
    }
}
