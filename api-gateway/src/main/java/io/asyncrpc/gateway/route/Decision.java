package io.asyncrpc.gateway.route;

import io.asyncrpc.gateway.problem.Problem;
import io.asyncrpc.gateway.security.Caller;

/** What the door says to a request before it looks at the body. */
sealed interface Decision {
    record Admitted(Route route, Caller caller) implements Decision {}

    record Refused(Problem problem) implements Decision {}
}
