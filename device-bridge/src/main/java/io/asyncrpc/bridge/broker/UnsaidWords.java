package io.asyncrpc.bridge.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Since when each message has been in hand without having been handed over. First in, first out. */
public final class UnsaidWords {
    private final Deque<Instant> since = new ArrayDeque<>();

    public synchronized void taken(Instant at) {
        since.addLast(at);
    }

    public synchronized void said(int count) {
        for (int i = 0; i < count && !since.isEmpty(); i++) {
            since.removeFirst();
        }
    }

    /** Forgets all: what was in hand comes again. */
    synchronized void clear() {
        since.clear();
    }

    /** The age of the oldest word still in hand; zero when there is none. */
    public synchronized Duration age(Instant now) {
        Instant oldest = since.peekFirst();
        return oldest == null || oldest.isAfter(now) ? Duration.ZERO : Duration.between(oldest, now);
    }
}
