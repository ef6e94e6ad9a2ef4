package io.asyncrpc.gateway.problem;

import java.util.HashMap;
import java.util.Map;

/**
 * A refusal on its way out.
 *
 * @param detail what a person can do about it; says nothing about the inside of the house
 * @param headers what RFC 9110 wants beside the body, such as {@code Retry-After}
 */
public record Problem(ProblemType type, String detail, Map<String, String> headers) {
    public Problem {
        headers = Map.copyOf(headers);
    }

    /** The same, with more headers. */
    public Problem with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(more);
        return new Problem(type, detail, all);
    }

    public static Problem malformed(String detail) {
        return new Problem(ProblemType.MALFORMED, detail, Map.of());
    }

    /** No token at all names the scheme only; a bad one also says so (RFC 6750, section 3). */
    public static Problem unauthenticated(String detail, boolean tokenGiven) {
        String challenge = tokenGiven ? "Bearer error=\"invalid_token\"" : "Bearer";
        return new Problem(ProblemType.UNAUTHENTICATED, detail, Map.of("WWW-Authenticate", challenge));
    }

    public static Problem forbidden(String detail) {
        return new Problem(ProblemType.FORBIDDEN, detail, Map.of());
    }

    public static Problem notFound() {
        return new Problem(ProblemType.NOT_FOUND, "There is nothing at this address.", Map.of());
    }

    public static Problem methodNotAllowed(String allowed) {
        return new Problem(ProblemType.METHOD_NOT_ALLOWED, "This method is not served here.", Map.of("Allow", allowed));
    }

    public static Problem tooLarge(long maxBytes) {
        return new Problem(ProblemType.TOO_LARGE, "A request body may have at most " + maxBytes + " bytes.", Map.of());
    }

    /** @param seconds after which it is worth trying again */
    public static Problem rateLimited(String detail, long seconds) {
        return new Problem(ProblemType.RATE_LIMITED, detail, Map.of("Retry-After", Long.toString(seconds)));
    }

    public static Problem unavailable(String detail) {
        return new Problem(ProblemType.UNAVAILABLE, detail, Map.of("Retry-After", "1"));
    }

    public static Problem internal() {
        return new Problem(ProblemType.INTERNAL, "Something went wrong on our side.", Map.of());
    }
}
