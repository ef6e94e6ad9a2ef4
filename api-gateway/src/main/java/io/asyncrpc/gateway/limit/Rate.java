package io.asyncrpc.gateway.limit;

/**
 * Where somebody stands with a limit.
 *
 * @param remaining requests that may be sent at once now
 * @param full seconds until it may be as many as ever
 * @param retry 0 if the request may pass, else the seconds after which it is worth trying again, at least 1
 */
public record Rate(long remaining, long full, long retry) {
    /** An item of a header (draft-ietf-httpapi-ratelimit-headers). */
    String item(String name) {
        return "\"" + name + "\";r=" + remaining + ";t=" + full;
    }
}
