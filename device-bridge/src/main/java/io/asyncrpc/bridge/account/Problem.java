package io.asyncrpc.bridge.account;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Locale;

/** What can be wrong with a call, as an error body (RFC 9457). */
public enum Problem {
    MALFORMED(400),
    UNAUTHENTICATED(401),
    NOT_FOUND(404),
    DEVICE_ID_UNAVAILABLE(409),
    OUTDATED(409),
    INVALID(422),
    INTERNAL(500),
    UNAVAILABLE(503);

    private static final String RETRY_SECONDS = "5";
    private final int status;

    Problem(int status) {
        this.status = status;
    }

    public Response response(String detail) {
        return response(status, detail);
    }

    /** For what the framework finds wrong by itself, such as a method that is not allowed. */
    static Response of(int status) {
        Problem problem = status == NOT_FOUND.status ? NOT_FOUND : status < INTERNAL.status ? INVALID : INTERNAL;
        return problem.response(status, "see the status");
    }

    private Response response(int actualStatus, String detail) {
        String code = name().toLowerCase(Locale.ROOT).replace('_', '-');
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("type", "urn:asyncrpc:problem:" + code)
                .put("title", code.replace('-', ' '))
                .put("status", actualStatus)
                .put("code", code)
                .put("detail", detail)
                .toString();
        Response.ResponseBuilder response =
                Response.status(actualStatus).type("application/problem+json").entity(body);
        switch (this) {
            case UNAUTHENTICATED -> response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            case UNAVAILABLE -> response.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
            case MALFORMED, NOT_FOUND, DEVICE_ID_UNAVAILABLE, OUTDATED, INVALID, INTERNAL -> {}
        }
        return response.build();
    }
}
