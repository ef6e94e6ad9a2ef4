package io.asyncrpc.gateway.route;

import io.asyncrpc.gateway.problem.Problem;
import io.asyncrpc.gateway.security.Caller;
import io.asyncrpc.gateway.security.TokenVerifier;
import io.asyncrpc.gateway.security.Verdict;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Decides about a request, in the order in which we are willing to tell: is it HTTP at all, who asks, is there such an
 * address, may this caller do that there. A stranger does not learn which addresses exist.
 */
@Singleton
class Admission {
    private final TokenVerifier tokens;
    private final RouteTable table;

    Admission(TokenVerifier tokens, RouteTable table) {
        this.tokens = tokens;
        this.table = table;
    }

    Decision decide(String method, String uri, List<String> authorization) {
        return RequestTarget.parse(uri)
                .map(target -> identify(method, target, authorization))
                .orElseGet(() -> new Decision.Refused(Problem.malformed("The address is not well formed.")));
    }

    private Decision identify(String method, RequestTarget target, List<String> authorization) {
        return switch (tokens.verify(authorization)) {
            case Verdict.Refused(Problem problem) -> new Decision.Refused(problem);
            case Verdict.Known(Caller caller) ->
                table.find(target)
                        .map(route -> permit(method, route, caller))
                        .orElseGet(() -> new Decision.Refused(Problem.notFound()));
        };
    }

    private static Decision permit(String name, Route route, Caller caller) {
        Optional<Method> method = Method.of(name);
        if (method.isEmpty()) {
            return new Decision.Refused(Problem.methodNotAllowed(Method.ALL));
        }
        if (!caller.role().includes(route.needed(method.get()))) {
            return new Decision.Refused(Problem.forbidden("Your role may not do this."));
        }
        return new Decision.Admitted(route);
    }
}
