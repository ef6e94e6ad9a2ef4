package io.asyncrpc.core.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an open task waits for: the first that holds. */
enum WaitReason {
    NOT_BEFORE,
    RETRY_BACKOFF,
    DEVICE_OFFLINE,
    AWAITING_ACK,
    AWAITING_CLAIM;

    static @Nullable WaitReason of(Task task, boolean deviceConnected, Instant now) {
        if (task.state() != TaskState.NEW && task.state() != TaskState.PENDING) {
            return null;
        }
        if (now.isBefore(task.terms().opensAt())) {
            return NOT_BEFORE;
        }
        if (now.isBefore(task.opensAt())) {
            return RETRY_BACKOFF;
        }
        if (!deviceConnected) {
            return DEVICE_OFFLINE;
        }
        return task.state() == TaskState.NEW ? AWAITING_ACK : AWAITING_CLAIM;
    }
}
