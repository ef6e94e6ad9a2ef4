package io.asyncrpc.scheduler.sweep;

import java.io.Serial;

/** The broker may not have the tick. Nothing is lost by that but an interval. */
final class TickLostException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    TickLostException(Exception cause) {
        super(cause.toString(), cause);
    }
}
