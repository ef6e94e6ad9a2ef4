package io.asyncrpc.core.task;

/** What moved a task: the {@code cause} of a line in its history. */
public enum Cause {
    SUBMITTED,
    ACKNOWLEDGED,
    CLAIMED,
    PROGRESS,
    RESULT,
    /** The device asked for another try, or refused for now: the task waits and is claimed again. */
    RETRY_BACKOFF,
    /** A result that decides nothing any more: of an older attempt, or after the end. */
    FURTHER_RESULT,
    LEASE_EXPIRED,
    EXPIRED,
    CANCEL_REQUESTED,
    CANCELED,
    DEVICE_DELETED,
    /** Rung again, or the wish to cancel was said again. Not part of the history: no version. */
    SAID_AGAIN
}
