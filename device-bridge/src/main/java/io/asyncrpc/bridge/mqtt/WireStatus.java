package io.asyncrpc.bridge.mqtt;

import io.asyncrpc.bridge.dispatch.Dispatch.TaskState;

/** The numbers of task states on the wire. */
final class WireStatus {
    private WireStatus() {}

    static int of(TaskState state) {
        return switch (state) {
            case NEW -> 0;
            case PENDING -> 1;
            case LOCKED -> 2;
        };
    }
}
