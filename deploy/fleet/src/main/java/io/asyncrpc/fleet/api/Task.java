package io.asyncrpc.fleet.api;

import java.util.Set;

/**
 * A task as a client reads it; what is not there is empty or 0.
 *
 * @param resultStatus the device's status, as in HTTP
 * @param resultBody the device's answer, JSON text
 */
public record Task(
        String id,
        String state,
        String outcome,
        String waitReason,
        int resultStatus,
        String resultBody,
        String failureCode) {

    private static final Set<String> FINAL = Set.of("DONE", "FAILED", "EXPIRED", "CANCELED");

    public boolean isFinal() {
        return FINAL.contains(state);
    }
}
