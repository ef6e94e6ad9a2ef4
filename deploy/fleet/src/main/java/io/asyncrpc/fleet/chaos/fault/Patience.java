package io.asyncrpc.fleet.chaos.fault;

import io.asyncrpc.fleet.chaos.host.HostException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what must come. */
final class Patience {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(50);

    private Patience() {}

    /** @throws HostException if it does not come */
    static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new HostException("in vain it was waited that " + what);
            }
            Thread.sleep(LOOK);
        }
    }
}
