package io.asyncrpc.core.task;

/** What {@link Task#on} decided. An illegal move is a value, not an exception. */
public sealed interface Decision {

    /** The task as it is from now on; to be written if nobody else wrote in between. */
    record Moved(Task task, Cause cause) implements Decision {}

    /** Nothing changes. The device may still be owed an answer, which follows from the reason. */
    record Ignored(Reason reason) implements Decision {}

    /** Why an event moved nothing; the label of the metric {@code task.ignored}. */
    enum Reason {
        /** The doorbell was acknowledged before, or the task is past it. */
        ALREADY_ACKNOWLEDGED,
        /** The device holds this attempt already and is handed the same again. */
        SERVED_AGAIN,
        /** Not yet: {@code notBefore} or the wait before a retry has not passed. */
        TOO_EARLY,
        /** The deadline or the lease has passed; the sweep will say so. */
        TOO_LATE,
        /** The task is final. */
        FINAL,
        /** A client asked to stop it; the device is told so instead. */
        CANCEL_REQUESTED,
        /** Progress of a task that no attempt runs of. */
        NOT_LOCKED,
        /** The same result came before. */
        DUPLICATE_RESULT,
        /** An attempt that was never started. */
        UNKNOWN_ATTEMPT,
        /** As many further results are kept as are ever kept. */
        RESULTS_FULL,
        /** Nothing is due yet. */
        NOT_DUE,
        /** A device asked for its next task and there is none. */
        NOTHING_TO_CLAIM,
        /** No such task, or not this device's. */
        UNKNOWN_TASK,
        /** A result of a task that is no longer kept. */
        PURGED_TASK
    }
}
