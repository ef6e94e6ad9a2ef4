package io.asyncrpc.fleet.load;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * When somebody ends the process (by SIGTERM, say), the thread at work is interrupted, and the process lives until that
 * thread has put everything right again, or for some seconds.
 */
public final class Ending implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 15;

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread worker;

    private Ending(Thread worker) {
        this.worker = worker;
    }

    public static Ending of(Thread worker) {
        Ending ending = new Ending(worker);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("ending").unstarted(ending::end));
        return ending;
    }

    /** The work is over; the process may end at once. */
    @Override
    public void close() {
        over.countDown();
    }

    private void end() {
        if (over.getCount() == 0) {
            return;
        }
        worker.interrupt();
        try {
            over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
