package io.asyncrpc.acceptance;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** Asking again until the answer is the one that was waited for. */
final class Patience {

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private Patience() {}

    static <T> T until(Supplier<T> question, Predicate<T> wanted) {
        return until(LONGEST, question, wanted);
    }

    static <T> T until(Duration longest, Supplier<T> question, Predicate<T> wanted) {
        return Awaitility.await()
                .atMost(longest)
                .pollInterval(Duration.ofMillis(100))
                .until(question::get, wanted);
    }

    /** Until that {@link System#nanoTime}; for a pace that is too fast to be polled. */
    static void untilNanos(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Nothing else is done for that time; what is looked at afterwards must not have come in it. */
    static void pass(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }
}
