package io.asyncrpc.fleet.api;

import com.fasterxml.jackson.databind.JsonNode;

/** A call that was refused, or never answered; the message says which and why. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ApiException(String message) {
        super(message);
    }

    static ApiException of(String call, int status, JsonNode problem) {
        return new ApiException("%s was answered with %d %s: %s"
                .formatted(
                        call,
                        status,
                        problem.path("code").asText(""),
                        problem.path("detail").asText("no detail")));
    }
}
