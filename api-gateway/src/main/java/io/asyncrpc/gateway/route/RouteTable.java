package io.asyncrpc.gateway.route;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All the door knows about what is behind it. */
@Singleton
public class RouteTable {
    private final List<Route> routes;

    @Inject
    RouteTable(RouteConfig config) {
        this(config.routes().entrySet().stream().map(RouteTable::route).toList());
        checkOwners(config);
    }

    RouteTable(List<Route> routes) {
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

    /** Whether a path of a service's own document can be reached through this door. */
    public boolean leadsTo(String service, String path) {
        return routes.stream().anyMatch(route -> route.service().equals(service) && route.covers(path));
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
    }
}
