package io.asyncrpc.gateway.read;

/** A read has no answer together with others; whether it has one by itself, only asking tells. */
public final class NotTogether extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotTogether(String message) {
        super(message, null, false, false);
    }
}
