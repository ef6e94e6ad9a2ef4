package io.asyncrpc.gateway.route;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What passes the door beside the body. Inwards only what the contract knows passes, so no {@code X-Forwarded-*}, no
 * cookie and no header that a service might take for the house's own. Outwards everything passes but what belongs to
 * the connection (RFC 9110, section 7.6.1) or tells of the inside.
 */
final class HeaderRules {
    private static final List<String> INWARDS = List.of(
            "accept",
            "accept-language",
            "authorization",
            "content-type",
            "content-encoding",
            "if-match",
            "if-none-match",
            "idempotency-key",
            "traceparent",
            "tracestate",
            "user-agent");

    private static final Set<String> NOT_OUTWARDS = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-connection",
            "server",
            "task-final",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-powered-by");

    private HeaderRules() {}

    static MultiMap inwards(MultiMap received) {
        MultiMap passed = HttpHeaders.headers();
        INWARDS.stream().filter(received::contains).forEach(name -> passed.set(name, received.getAll(name)));
        return passed;
    }

    /** @param home the service's own address, which is cut off a {@code Location} */
    static MultiMap outwards(MultiMap received, String home) {
        MultiMap sent = HttpHeaders.headers();
        Set<String> dropped = dropped(received);
        received.forEach((name, value) -> {
            if (!dropped.contains(name.toLowerCase(Locale.ROOT))) {
                sent.add(name, value);
            }
        });
        String location = received.get(HttpHeaders.LOCATION);
        if (location != null && location.startsWith(home + "/")) {
            sent.set(HttpHeaders.LOCATION, location.substring(home.length()));
        }
        return sent;
    }

    /** Beside the fixed ones, those that the service itself ties to the connection. */
    private static Set<String> dropped(MultiMap received) {
        List<String> named = received.getAll(HttpHeaders.CONNECTION);
        if (named.isEmpty()) {
            return NOT_OUTWARDS;
        }
        Set<String> dropped = new HashSet<>(NOT_OUTWARDS);
        named.stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .forEach(dropped::add);
        return dropped;
    }
}
