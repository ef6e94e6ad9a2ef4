package io.asyncrpc.core.task;

/**
 * Where a task stands. Who moves it and what may follow is told in {@code docs/task-states.md}; the rules
 * themselves are {@link Task#on}.
 */
public enum TaskState {
    /** Stored and waiting: the device has not been heard about it, or an attempt was lost and it may be claimed again. */
    NEW,
    /** The device said that it saw the doorbell; it may claim now. */
    PENDING,
    /** An attempt runs: the device was handed the payload and holds it until its lease ends. */
    LOCKED,
    /** The device reported success. Final. */
    DONE,
    /** The deadline passed before any attempt was started. Final. */
    EXPIRED,
    /** A client cancelled it, or its device was deleted. Final. */
    CANCELED,
    /** The device reported failure, or the attempts or the time for them ran out. Final. */
    FAILED;

    /** Final states never change. */
    public boolean isFinal() {
        return switch (this) {
            case NEW, PENDING, LOCKED -> false;
            case DONE, EXPIRED, CANCELED, FAILED -> true;
        };
    }
}
