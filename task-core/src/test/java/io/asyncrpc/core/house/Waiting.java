package io.asyncrpc.core.house;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Looks again until it is so, and says what was waited for in vain. */
public final class Waiting {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Waiting() {}

    public static void until(String what, BooleanSupplier holds) {
        untilPresent(what, () -> holds.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    public static <T> T untilPresent(String what, Supplier<Optional<T>> find) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<T> found = find.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain: " + what);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }
}
