package io.asyncrpc.gateway.problem;

import java.util.Arrays;
import java.util.Optional;

/** Every kind of refusal the door itself can answer with; the codes are part of the contract. */
public enum ProblemType {
    MALFORMED(400, "malformed", "Malformed request"),
    UNAUTHENTICATED(401, "unauthenticated", "Not authenticated"),
    FORBIDDEN(403, "forbidden", "Forbidden"),
    NOT_FOUND(404, "not-found", "Not found"),
    METHOD_NOT_ALLOWED(405, "method-not-allowed", "Method not allowed"),
    NOT_ACCEPTABLE(406, "not-acceptable", "Not acceptable"),
    TOO_LARGE(413, "too-large", "Too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "Unsupported media type"),
    INTERNAL(500, "internal", "Internal error"),
    UNAVAILABLE(503, "unavailable", "Unavailable");

    private final int status;
    private final String code;
    private final String title;

    ProblemType(int status, String code, String title) {
        this.status = status;
        this.code = code;
        this.title = title;
    }

    /** The type that says the same as an HTTP status, if there is one. */
    public static Optional<ProblemType> ofStatus(int status) {
        return Arrays.stream(values()).filter(type -> type.status == status).findFirst();
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String title() {
        return title;
    }

    /** The stable identifier clients may compare, the same in every service. */
    public String uri() {
        return "urn:asyncrpc:problem:" + code;
    }
}
