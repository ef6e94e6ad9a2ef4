package io.asyncrpc.fleet.device;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.asyncrpc.fleet.device.Said.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Outcomes, and when they come. */
public final class Outcomes {

    private Outcomes() {}

    /** The work itself threw. */
    static Outcome broken() {
        return failed(500, "the device's program failed");
    }

    public static Outcome failed(int statusCode, String message) {
        return new Outcome(statusCode, JsonNodeFactory.instance.objectNode().put("message", message));
    }

    /** The outcome after that time, without a thread waiting for it. */
    public static CompletionStage<Outcome> after(
            Duration delay, ScheduledExecutorService scheduler, Supplier<Outcome> outcome) {
        CompletableFuture<Outcome> future = new CompletableFuture<>();
        scheduler.schedule(() -> future.completeAsync(outcome, Runnable::run), delay.toMillis(), TimeUnit.MILLISECONDS);
        return future;
    }
}
