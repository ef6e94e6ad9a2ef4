package io.asyncrpc.fleet.load;

/** A part of a round trip that is timed by itself. */
public enum Step {

    /** {@code POST /tasks} until its answer. */
    SUBMIT,

    /** A device's {@code req} until its {@code rsp}. */
    CLAIM,

    /** {@code GET /tasks}, the newest 50 of an organisation or of a device. */
    LIST
}
