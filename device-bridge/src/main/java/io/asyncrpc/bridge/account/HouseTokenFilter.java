package io.asyncrpc.bridge.account;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Lets in only who shows the house token. */
class HouseTokenFilter {
    private final HouseToken token;

    HouseTokenFilter(HouseToken token) {
        this.token = token;
    }

    @ServerRequestFilter(preMatching = true)
    @Nullable Response check(ContainerRequestContext request) {
        return token.opens(request.getHeaderString(HttpHeaders.AUTHORIZATION))
                ? null
                : Problem.UNAUTHENTICATED.response("the house token is missing or wrong");
    }
}
