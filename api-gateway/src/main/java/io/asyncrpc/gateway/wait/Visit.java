package io.asyncrpc.gateway.wait;

import io.vertx.ext.web.RoutingContext;

/**
 * A request that is willing to wait.
 *
 * @param seconds how long, 0 to 60
 */
public record Visit(RoutingContext context, String organisation, Upstream upstream, int seconds) {
    /** Says that the wish is granted (RFC 7240, section 3). */
    void grant() {
        context.response().putHeader("Preference-Applied", "wait=" + seconds);
    }

    /** Says when to ask again, and so elsewhere: this door closes. */
    void askAgain() {
        context.response().putHeader("Retry-After", "1");
    }

    boolean isOver() {
        return context.response().ended() || context.response().closed();
    }
}
