package io.asyncrpc.fleet.chaos.host;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Starts again what died, as an init system does: it looks five times a second, and knows nothing of why. */
public final class Init implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(200);

    private final Predicate<Part> running;
    private final Consumer<Part> start;
    private final Consumer<String> trouble;
    private final Set<Part> left = EnumSet.noneOf(Part.class);
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param start starts a part and returns when it is ready
     * @param trouble told what could not be started; it is tried again
     */
    public Init(Predicate<Part> running, Consumer<Part> start, Consumer<String> trouble) {
        this.running = running;
        this.start = start;
        this.trouble = trouble;
        this.thread = Thread.ofPlatform().daemon().name("init").start(this::watch);
    }

    /** Somebody restarts the part in order; it is not looked at until he is done. */
    public void leave(Part part, Runnable restart) {
        synchronized (left) {
            left.add(part);
        }
        try {
            restart.run();
        } finally {
            synchronized (left) {
                left.remove(part);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.interrupt();
        thread.join();
    }

    private void watch() {
        try {
            while (!closed) {
                List.of(Part.values()).forEach(this::look);
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Part part) {
        synchronized (left) {
            if (left.contains(part) || running.test(part)) {
                return;
            }
        }
        try {
            start.accept(part);
        } catch (HostException e) {
            trouble.accept(e.getMessage());
        }
    }
}
