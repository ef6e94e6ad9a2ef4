package io.asyncrpc.core.task;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A cause that may move a task. */
public sealed interface TaskEvent {

    /** The device saw the doorbell. */
    record Acknowledged() implements TaskEvent {}

    /** The device asks for the payload. */
    record Claimed() implements TaskEvent {}

    /**
     * The device works and says how far it is.
     *
     * @param percent 0 to 100
     * @param message at most 256 characters
     */
    record Progressed(@Nullable Integer percent, @Nullable String message) implements TaskEvent {}

    /**
     * The device says how the call ended.
     *
     * @param statusCode 2xx is success
     * @param attempt the attempt it speaks of; {@code null} if it does not say
     * @param retryAfter when it wishes to be asked again; heeded with a retryable status only
     */
    record Resulted(
            int statusCode,
            String extId,
            @Nullable Integer attempt,
            @Nullable Duration retryAfter,
            byte[] body,
            byte[] sha256)
            implements TaskEvent {

        boolean success() {
            return statusCode >= 200 && statusCode < 300;
        }

        /** Request time-out, too early, too many requests, unavailable: trying again may help. */
        boolean retryable() {
            return statusCode == 408 || statusCode == 425 || statusCode == 429 || statusCode == 503;
        }
    }

    /**
     * A client wants the task stopped.
     *
     * @param force end it now, without waiting for the device
     * @param deadline how long a device that holds the task may take to answer
     */
    record CancelRequested(boolean force, Duration deadline) implements TaskEvent {}

    /** The registration the task was made for is gone. */
    record DeviceDeleted() implements TaskEvent {}

    /** Time went on: whatever is due at {@code now} happens. */
    record TimePassed() implements TaskEvent {}

    /**
     * The device can hear now, or a place among those that ring became free: what the task has to say is said at once.
     *
     * @param at not before it, since a device that comes and goes is not rung each time
     */
    record RingNow(Instant at) implements TaskEvent {}

    /** As many tasks of the device as ring at a time come before this one: it is silent until its turn comes. */
    record Queued() implements TaskEvent {}
}
