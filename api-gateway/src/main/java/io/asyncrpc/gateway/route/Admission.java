package io.asyncrpc.gateway.route;

import io.asyncrpc.gateway.key.Identity;
import io.asyncrpc.gateway.limit.RateGate;
import io.asyncrpc.gateway.limit.Standing;
import io.asyncrpc.gateway.problem.Problem;
import io.asyncrpc.gateway.security.Caller;
import io.asyncrpc.gateway.security.Verdict;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Decides about a request, in the order in which we are willing to tell: is it HTTP at all, who asks, not too
 * often, is there such an address, may this caller do that there. A stranger does not learn which addresses exist.
 */
@Singleton
class Admission {
    private final Identity identity;
    private final RateGate rates;
    private final RouteTable table;

    Admission(Identity identity, RateGate rates, RouteTable table) {
        this.identity = identity;
        this.rates = rates;
        this.table = table;
    }

    Decision decide(String method, String uri, MultiMap headers) {
        Optional<RequestTarget> target = RequestTarget.parse(uri);
        if (target.isEmpty()) {
            return new Decision.Refused(Problem.malformed("The address is not well formed."));
        }
        if (!isFramed(headers)) {
            return new Decision.Refused(Problem.malformed("The only transfer encoding is chunked."));
        }
        return table.findOpen(method, target.get(), headers)
                .map(open ->
                        rates.takeOpen().<Decision>map(Decision.Refused::new).orElse(open))
                .orElseGet(() -> byIdentity(method, target.get(), headers));
    }

    private Decision byIdentity(String method, RequestTarget target, MultiMap headers) {
        return switch (identity.verify(headers)) {
            case Verdict.Refused(Problem problem) -> new Decision.Refused(problem);
            case Verdict.Known(Caller caller) -> lookUp(method, target, caller, Optional.empty());
            case Verdict.Vouched vouched -> lookUp(method, target, vouched.caller(), Optional.of(vouched.token()));
        };
    }

    /** Any other encoding leaves the end of the body open (RFC 9112, section 6.3). */
    private static boolean isFramed(MultiMap headers) {
        List<String> encodings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
        return encodings.isEmpty()
                || (encodings.size() == 1 && encodings.getFirst().strip().equalsIgnoreCase("chunked"));
    }

    private Decision lookUp(String method, RequestTarget target, Caller caller, Optional<String> token) {
        Standing standing = rates.take(caller);
        return standing.refusal()
                .<Decision>map(Decision.Refused::new)
                .orElseGet(() -> table.find(target)
                        .map(route -> permit(method, new Decision.Admitted(route, caller, token, standing.headers())))
                        .orElseGet(() -> new Decision.Refused(Problem.notFound().with(standing.headers()))));
    }

    private static Decision permit(String name, Decision.Admitted wish) {
        Optional<Method> method = Method.of(name);
        if (method.isEmpty()) {
            return new Decision.Refused(Problem.methodNotAllowed(Method.ALL).with(wish.headers()));
        }
        if (!wish.caller().role().includes(wish.route().needed(method.get()))) {
            return new Decision.Refused(
                    Problem.forbidden("Your role may not do this.").with(wish.headers()));
        }
        return wish;
    }
}
