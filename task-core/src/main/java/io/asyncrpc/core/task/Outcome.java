package io.asyncrpc.core.task;

/** Whether a final state tells what the device did. */
public enum Outcome {
    /** The state tells all: the device reported, or was never handed the payload. */
    KNOWN,
    /** An attempt was handed out and its result never came: the device may have done the call. */
    UNKNOWN
}
