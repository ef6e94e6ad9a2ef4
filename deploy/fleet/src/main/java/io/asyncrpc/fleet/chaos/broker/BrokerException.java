package io.asyncrpc.fleet.chaos.broker;

/** The broker's management did not do what it was asked for. */
public final class BrokerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokerException(String message) {
        super(message);
    }

    BrokerException(String message, Throwable cause) {
        super(message, cause);
    }
}
