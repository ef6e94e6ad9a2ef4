package io.asyncrpc.gateway.route;

import io.asyncrpc.gateway.problem.Problem;
import io.asyncrpc.gateway.security.Caller;
import java.util.Map;

/** What the door says to a request before it looks at the body. */
sealed interface Decision {
    /** @param headers for the answer, whatever it will be */
    record Admitted(Route route, Caller caller, Map<String, String> headers) implements Decision {}

    record Refused(Problem problem) implements Decision {}
}
