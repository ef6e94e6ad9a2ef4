package io.asyncrpc.fleet.demo;

/** The play cannot go on; the message says why. */
final class StageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StageException(String message, Throwable cause) {
        super(message, cause);
    }
}
