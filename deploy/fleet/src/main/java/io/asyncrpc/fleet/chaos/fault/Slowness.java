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
    private volatile boolean going;

    Slowness(Supplier<Machine> machine, Part part) {
        this.machine = machine;
        this.part = part;
    }

    void begin() {
        going = true;
        thread = Thread.ofPlatform().daemon().name("slowness").start(this::alternate);
    }

    void end() throws InterruptedException {
        going = false;
        if (thread != null) {
            thread.join();
        }
    }

    private void alternate() {
        try {
            while (going) {
                machine.get().stop(part);
                Thread.sleep(STILL);
                machine.get().goOn(part);
                Thread.sleep(RUNS);
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }
}
