package io.asyncrpc.acceptance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks a replica again and again whether it is ready. */
final class ReadinessWatch implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(100);

    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final Replica watched;
    private volatile boolean over;

    ReadinessWatch(Replica watched) {
        this.watched = watched;
        Thread.startVirtualThread(this::look);
    }

    private void look() {
        while (!over) {
            watched.refusal().ifPresent(why -> refusals.add(Instant.now() + " " + why));
            looks.incrementAndGet();
            Patience.untilNanos(System.nanoTime() + EVERY.toNanos());
        }
    }

    /** How often it was asked until now. */
    int looks() {
        return looks.get();
    }

    /** When it said that it was not ready, and why. */
    List<String> refusals() {
        return List.copyOf(refusals);
    }

    @Override
    public void close() {
        over = true;
    }
}
