package io.asyncrpc.gateway.limit;

import io.asyncrpc.gateway.problem.Problem;
import java.util.Map;
import java.util.Optional;

/**
 * Where a caller stands with its limits.
 *
 * @param headers for the answer, whatever it will be: {@code RateLimit-Policy} and {@code RateLimit}
 * @param refusal if one of the limits is used up
 */
public record Standing(Map<String, String> headers, Optional<Problem> refusal) {}
