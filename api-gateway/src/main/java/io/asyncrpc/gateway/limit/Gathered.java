package io.asyncrpc.gateway.limit;

import io.asyncrpc.gateway.problem.Problem;
import io.vertx.core.buffer.Buffer;

/** What became of waiting for a body. */
public sealed interface Gathered {
    record Whole(Buffer body) implements Gathered {}

    record Refused(Problem problem) implements Gathered {}
}
