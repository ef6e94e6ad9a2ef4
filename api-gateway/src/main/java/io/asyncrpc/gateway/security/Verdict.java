package io.asyncrpc.gateway.security;

import io.asyncrpc.gateway.problem.Problem;

/** What became of looking at a token. */
public sealed interface Verdict {
    record Known(Caller caller) implements Verdict {}

    /** @param token of the gateway's own, instead of what the caller sent */
    record Vouched(Caller caller, String token) implements Verdict {}

    record Refused(Problem problem) implements Verdict {}
}
