package io.asyncrpc.acceptance;

/** Request bodies as text, so that tests decide about every byte. */
final class Bodies {

    private Bodies() {}

    /** @param more further members, for example {@code "ttl":1}; may be empty */
    static String task(String deviceId, String method, String more) {
        String tail = more.isEmpty() ? "" : "," + more;
        return "{\"deviceId\":\"%s\",\"method\":\"%s\"%s}".formatted(deviceId, method, tail);
    }

    /** A JSON string that is that long with its quotes. */
    static String textOfBytes(int bytes) {
        return '"' + "x".repeat(bytes - 2) + '"';
    }
}
