package io.asyncrpc.gateway.security;

import io.asyncrpc.gateway.problem.Problem;

/** What became of looking at a token. */
public sealed interface Verdict {
    record Known(Caller caller) implements Verdict {}

    record Refused(Problem problem) implements Verdict {}
}
