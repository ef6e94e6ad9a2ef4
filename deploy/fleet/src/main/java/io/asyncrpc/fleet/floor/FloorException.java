package io.asyncrpc.fleet.floor;

/** The floor cannot be measured, for the reason that the message tells. */
final class FloorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FloorException(String message) {
        super(message);
    }

    FloorException(String message, Throwable cause) {
        super(message, cause);
    }
}
