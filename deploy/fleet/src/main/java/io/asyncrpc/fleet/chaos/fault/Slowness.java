package io.asyncrpc.fleet.chaos.fault;

import io.asyncrpc.fleet.chaos.host.Machine;
import io.asyncrpc.fleet.chaos.host.Part;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A part that runs for a quarter of the time only: it stands still and goes on, five times a second. */
final class Slowness {

    private static final Duration STILL = Duration.ofMillis(150);
    private static final Duration RUNS = Duration.ofMillis(50);

    private final Supplier<Machine> machine;
    private final Part part;
    private @Nullable Thread thread;

    Slowness(Supplier<Machine> machine, Part part) {
        this.machine = machine;
        this.part = part;
    }

    void begin() {
        thread = Thread.ofPlatform().daemon().name("slowness").start(this::alternate);
    }

    void end() throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join();
        }
    }

    private void alternate() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                machine.get().stop(part);
                Thread.sleep(STILL);
                machine.get().goOn(part);
                Thread.sleep(RUNS);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            Thread.interrupted();
            machine.get().goOn(part);
        }
    }
}
