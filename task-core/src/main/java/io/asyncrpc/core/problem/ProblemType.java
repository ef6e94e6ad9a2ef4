package io.asyncrpc.core.problem;

/** Every error a client can see; the code never changes its meaning. */
public enum ProblemType {
    MALFORMED(400, "malformed", "The request cannot be read"),
    UNAUTHENTICATED(401, "unauthenticated", "No valid token"),
    FORBIDDEN(403, "forbidden", "The token does not allow this"),
    NOT_FOUND(404, "not-found", "There is no such thing"),
    DEVICE_NOT_FOUND(404, "device-not-found", "There is no such device"),
    METHOD_NOT_ALLOWED(405, "method-not-allowed", "This method is not offered here"),
    NOT_ACCEPTABLE(406, "not-acceptable", "This form is not offered"),
    TASK_FINAL(409, "task-final", "The task is final"),
    DEVICE_ID_UNAVAILABLE(409, "device-id-unavailable", "The device id cannot be had"),
    TOO_LARGE(413, "too-large", "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "This form is not taken"),
    INVALID(422, "invalid", "The request cannot be meant"),
    IDEMPOTENCY_KEY_REUSED(422, "idempotency-key-reused", "The idempotency key was used for another request"),
    KEY_COMPROMISED(422, "key-compromised", "The key was revoked as compromised"),
    QUOTA_EXCEEDED(429, "quota-exceeded", "A quota is used up"),
    INTERNAL(500, "internal", "The fault is ours"),
    UNAVAILABLE(503, "unavailable", "Not now");

    private final int status;
    private final String code;
    private final String title;

    ProblemType(int status, String code, String title) {
        this.status = status;
        this.code = code;
        this.title = title;
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

    /** Stable; nothing has to be found there (RFC 9457, 3.1.1). */
    public String uri() {
        return "urn:asyncrpc:problem:" + code;
    }
}
