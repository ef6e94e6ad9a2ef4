package io.asyncrpc.bridge.mqtt;

/** A device's message cannot be understood; becomes an {@code err} to the device. Never leaves {@link UplinkReader}. */
final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;
    private final String code;

    private Unreadable(int status, String code, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** Not JSON, or not UTF-8. */
    static Unreadable malformed(String detail) {
        return new Unreadable(400, "malformed", detail);
    }

    /** Readable, but of the wrong type or out of range. */
    static Unreadable invalid(String detail) {
        return new Unreadable(422, "invalid", detail);
    }

    static Unreadable tooLarge(int limit) {
        return new Unreadable(413, "too-large", "a body may have at most " + limit + " bytes");
    }

    static Unreadable notSupported(String detail) {
        return new Unreadable(501, "not-supported", detail);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
