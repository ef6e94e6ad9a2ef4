package io.asyncrpc.core.task;

import org.jspecify.annotations.Nullable;

/**
 * Why the last attempt failed.
 *
 * @param statusCode what the device answered; {@code null} where it answered nothing
 */
public record Failure(Code code, @Nullable Integer statusCode, String message) {

    /** The closed list of reasons, as the API shows it. */
    public enum Code {
        DEVICE_ERROR,
        LEASE_EXPIRED
    }

    static Failure deviceError(int statusCode) {
        return new Failure(Code.DEVICE_ERROR, statusCode, "the device answered " + statusCode);
    }

    static Failure leaseExpired(int attempt) {
        return new Failure(Code.LEASE_EXPIRED, null, "no result of attempt " + attempt + " before its lease ended");
    }
}
