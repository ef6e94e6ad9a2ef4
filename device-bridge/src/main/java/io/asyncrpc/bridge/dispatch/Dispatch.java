package io.asyncrpc.bridge.dispatch;

import io.asyncrpc.bridge.trace.TraceParent;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Anything the core wants said to a device. */
public sealed interface Dispatch {
    String deviceId();

    /** Where the trace of its task goes on; {@code null} if nobody records it. */
    default @Nullable TraceParent trace() {
        return null;
    }

    /** A task waits; worth saying until the core rings again. */
    record Doorbell(
            String deviceId,
            TaskHead task,
            Instant until,
            @Nullable TraceParent trace) implements Dispatch {
        public Doorbell(String deviceId, TaskHead task, Instant until) {
            this(deviceId, task, until, null);
        }
    }

    /** The task itself. {@code state} is the one before the claim; nothing may be handed out after {@code leaseUntil}. */
    record Handout(
            String deviceId,
            TaskHead task,
            TaskState state,
            @Nullable Instant pendingAt,
            Instant lockedAt,
            int attempt,
            Instant leaseUntil,
            @Nullable String payload,
            @Nullable TraceParent trace)
            implements Dispatch {
        public Handout(
                String deviceId,
                TaskHead task,
                TaskState state,
                @Nullable Instant pendingAt,
                Instant lockedAt,
                int attempt,
                Instant leaseUntil,
                @Nullable String payload) {
            this(deviceId, task, state, pendingAt, lockedAt, attempt, leaseUntil, payload, null);
        }
    }

    /** There is nothing to hand out for what the device asked. */
    record Nothing(String deviceId, @Nullable UUID asked, Reason reason, Instant time) implements Dispatch {}

    /** The result is stored, the device may forget it. */
    record Committed(
            String deviceId,
            UUID taskId,
            String extId,
            long resultId,
            @Nullable TraceParent trace) implements Dispatch {
        public Committed(String deviceId, UUID taskId, String extId, long resultId) {
            this(deviceId, taskId, extId, resultId, null);
        }
    }

    /** Please stop this task. {@code asked} when it answers a device that asked for the task. */
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

    /** Whether an event is stored; the device may forget it, or knows that it is not wanted. */
    record EventStored(String deviceId, @Nullable UUID correlation, String devEventId, boolean success)
            implements Dispatch {}

    /** The device's message was understood and refused; a problem as in RFC 9457. */
    record Refused(String deviceId, @Nullable UUID taskId, int status, String code, String detail)
            implements Dispatch {}

    /** What a device may know of a task without its payload. */
    record TaskHead(UUID id, Instant createdAt, String externalId, String method, int priority, Instant expiresAt) {}

    /** The states that a task can be handed out from. */
    enum TaskState {
        NEW,
        PENDING,
        LOCKED
    }

    /** Why there is nothing. */
    enum Reason {
        NOTHING,
        TOO_EARLY,
        FINAL,
        HELD
    }

    /** The kind as the house writes it. */
    default String kind() {
        return switch (this) {
            case Doorbell ignored -> "doorbell";
            case Handout ignored -> "task";
            case Nothing ignored -> "nothing";
            case Committed ignored -> "committed";
            case Cancel ignored -> "cancel";
            case EventStored ignored -> "eventStored";
            case Refused ignored -> "refused";
        };
    }
}
