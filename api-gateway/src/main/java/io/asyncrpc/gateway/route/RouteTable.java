package io.asyncrpc.gateway.route;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All the door knows about what is behind it. */
@Singleton
public class RouteTable {
    private final List<Route> routes;
    private final Map<String, Decision.Open> open;

    @Inject
    RouteTable(RouteConfig config) {
        this(config.routes().entrySet().stream().map(RouteTable::route).toList(), open(config));
        checkOwners(config);
    }

    RouteTable(List<Route> routes) {
        this(routes, Map.of());
    }

    private RouteTable(List<Route> routes, Map<String, Decision.Open> open) {
        this.open = open;
        this.routes = routes.stream()
                .sorted(Comparator.comparingInt((Route route) -> route.prefix().length())
                        .reversed())
                .toList();
    }

    /** The row with the longest prefix of the path. */
    Optional<Route> find(RequestTarget target) {
        return target.isPlain()
                ? routes.stream().filter(route -> route.covers(target.path())).findFirst()
                : Optional.empty();
    }

    /** What is there for everybody: a plain read of exactly that address, without a body. */
    Optional<Decision.Open> findOpen(String method, RequestTarget target, MultiMap headers) {
        boolean isRead = method.equals("GET") || method.equals("HEAD");
        return isRead
                        && !headers.contains(HttpHeaders.CONTENT_LENGTH)
                        && !headers.contains(HttpHeaders.TRANSFER_ENCODING)
                ? Optional.ofNullable(open.get(target.raw()))
                : Optional.empty();
    }

    private static Map<String, Decision.Open> open(RouteConfig config) {
        return config.open().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        named -> named.getValue().path(),
                        named -> new Decision.Open(
                                named.getKey(), named.getValue().service())));
    }

    /** Whether a path of a service's own document can be reached through this door. */
    public boolean leadsTo(String service, String path) {
        return open.containsKey(path)
                || routes.stream().anyMatch(route -> route.service().equals(service) && route.covers(path));
    }

    private static Route route(Map.Entry<String, RouteConfig.Entry> named) {
        RouteConfig.Entry entry = named.getValue();
        return new Route(
                named.getKey(), entry.prefix(), entry.service(), entry.read(), entry.write(), entry.waitable());
    }

    private static void checkOwners(RouteConfig config) {
        config.routes().forEach((name, entry) -> {
            if (!config.services().containsKey(entry.service())) {
                throw new IllegalArgumentException("Route " + name + " leads to no known service: " + entry.service());
            }
        });
        config.open().forEach((name, entry) -> {
            if (!config.services().containsKey(entry.service())) {
                throw new IllegalArgumentException("What is open leads to no known service: " + name);
            }
        });
    }
}
