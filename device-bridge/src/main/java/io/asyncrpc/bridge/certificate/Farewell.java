package io.asyncrpc.bridge.certificate;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Closes the live connections of many devices, some at a time, so that one for which the broker takes long does not keep all others
 * connected. Nobody is left out for a failure of another; who could not be reached at all is for the caller to try again.
 */
final class Farewell {
    private static final int AT_ONCE = 16;
    private static final int NOT_FOUND = 404;

    private final Consumer<String> close;
    private final Duration patience;

    /**
     * @param close of one device; a 404 says that it has no connection
     * @param patience after which no other one is begun with
     */
    Farewell(Consumer<String> close, Duration patience) {
        this.close = close;
        this.patience = patience;
    }

    /** Back when all are closed. @throws RuntimeException the first failure, if there was one; the others are closed then */
    void to(List<String> deviceIds) {
        ConcurrentLinkedQueue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
        long begin = System.nanoTime();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            deviceIds.forEach(deviceId -> threads.execute(() -> {
                try {
                    close(deviceId, begin);
                } catch (RuntimeException failure) {
                    failures.add(failure);
                }
            }));
        }
        if (!failures.isEmpty()) {
            throw failures.peek();
        }
    }

    private void close(String deviceId, long begin) {
        if (System.nanoTime() - begin > patience.toNanos()) {
            throw new ProcessingException("connections are closed too slowly");
        }
        try {
            close.accept(deviceId);
        } catch (WebApplicationException failure) {
            if (failure.getResponse().getStatus() != NOT_FOUND) {
                throw failure;
            }
        }
    }
}
