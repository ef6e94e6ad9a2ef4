package io.asyncrpc.core.dispatch;

import io.asyncrpc.core.task.TaskState;
import io.asyncrpc.core.task.TaskTerms;
import io.asyncrpc.core.trace.TraceParent;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Anything said to a device. Every word can be said again, because the row is the truth. */
public sealed interface Dispatch {
    String deviceId();

    /** The trace of the task it is about; {@code null} if there is none. */
    default @Nullable TraceParent trace() {
        return null;
    }

    /**
     * "A task waits."
     *
     * @param until the next one comes then, or the task ends
     */
    record Doorbell(TaskTerms terms, Instant until) implements Dispatch {
        @Override
        public String deviceId() {
            return terms.deviceId();
        }

        @Override
        public @Nullable TraceParent trace() {
            return terms.trace();
        }
    }

    /**
     * The task itself.
     *
     * @param state before the claim
     * @param payload JSON text, byte for byte; {@code null} if the task has none
     */
    record Handout(
            TaskTerms terms,
            TaskState state,
            @Nullable Instant pendingAt,
            Instant lockedAt,
            int attempt,
            Instant leaseUntil,
            byte @Nullable [] payload)
            implements Dispatch {
        @Override
        public String deviceId() {
            return terms.deviceId();
        }

        @Override
        public @Nullable TraceParent trace() {
            return terms.trace();
        }

        public Handout withPayload(byte @Nullable [] bytes) {
            return new Handout(terms, state, pendingAt, lockedAt, attempt, leaseUntil, bytes);
        }
    }

    /** Nothing to hand out. */
    record Nothing(String deviceId, @Nullable UUID asked, Reason reason, Instant time) implements Dispatch {
        /** Why. */
        public enum Reason {
            /** No task of the device is open. */
            NOTHING,
            /** Only such as must still wait. */
            TOO_EARLY,
            /** The task asked for is final, or its time is over. */
            FINAL
        }
    }

    /** The result is stored; the device may forget it. */
    record Committed(
            String deviceId,
            UUID taskId,
            String extId,
            int resultId,
            @Nullable TraceParent trace) implements Dispatch {
        public Committed(String deviceId, UUID taskId, String extId, int resultId) {
            this(deviceId, taskId, extId, resultId, null);
        }
    }

    /**
     * "Please stop this task", by then.
     *
     * @param asked whether the device asked for the task and this is the answer
     */
    record Cancel(
            String deviceId,
            UUID taskId,
            Instant deadline,
            boolean asked,
            @Nullable TraceParent trace) implements Dispatch {
        public Cancel(String deviceId, UUID taskId, Instant deadline, boolean asked) {
            this(deviceId, taskId, deadline, asked, null);
        }
    }

    /** The event is stored, and the device may forget it; or it is not wanted, since no such device is registered. */
    record EventStored(String deviceId, @Nullable UUID correlation, String devEventId, boolean success)
            implements Dispatch {}

    /** The device's last word was refused. */
    record Refused(String deviceId, @Nullable UUID taskId, int status, String code, String detail)
            implements Dispatch {}
}
