package io.asyncrpc.fleet.device;

/** How much of the protocol a device knows. */
public enum Manner {
    /** All of it: it answers its doorbell, stops when asked, and says which attempt its result is of. */
    MODERN,

    /** Asks for its next task every {@link DeviceProtocol#POLLED_EVERY}, does it, says the result, and knows nothing else. */
    POLLS_ONLY
}
