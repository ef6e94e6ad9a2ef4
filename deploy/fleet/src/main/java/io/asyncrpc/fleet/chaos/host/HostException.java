package io.asyncrpc.fleet.chaos.host;

/** The machine did not do what it was asked for. */
public final class HostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public HostException(String message) {
        super(message);
    }

    public HostException(String message, Throwable cause) {
        super(message, cause);
    }
}
