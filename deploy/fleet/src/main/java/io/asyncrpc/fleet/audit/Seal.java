package io.asyncrpc.fleet.audit;

/**
 * A row of {@code audit_seal}.
 *
 * @param atMicros since 1970
 * @param hash in hexadecimal
 */
record Seal(long number, long atMicros, long firstEntry, long lastEntry, String hash) {
    /** Before the first one. */
    static final Seal NONE = new Seal(0, 0, 1, 0, "00".repeat(32));
}
