package io.asyncrpc.gateway.route;

import io.asyncrpc.gateway.problem.Problem;
import io.asyncrpc.gateway.security.Caller;
import java.util.Map;
import java.util.Optional;

/** What the door says to a request before it looks at the body. */
sealed interface Decision {
    /**
     * @param token of the gateway's own, which the service is shown; nothing if it is shown the caller's
     * @param headers for the answer, whatever it will be
     */
    record Admitted(Route route, Caller caller, Optional<String> token, Map<String, String> headers)
            implements Decision {}

    /** What everybody may read. */
    record Open(String name, String service) implements Decision {}

    record Refused(Problem problem) implements Decision {}
}
