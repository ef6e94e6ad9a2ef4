package io.asyncrpc.acceptance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Asks a replica again and again whether it is ready. */
final class ReadinessWatch implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(100);

    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final Replica watched;
    private volatile boolean over;

    ReadinessWatch(Replica watched) {
        this.watched = watched;
        Thread.startVirtualThread(this::look);
    }

    private void look() {
        while (!over) {
            watched.refusal().ifPresent(why -> refusals.add(Instant.now() + " " + why));
            Patience.pass(EVERY);
        }
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
