package io.asyncrpc.core.problem;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The methods each path takes, for the header {@code Allow} of a 405 (RFC 9110, 15.5.6): the framework leaves it out. */
final class Allowed {
    private static final List<Path> PATHS = List.of(
            path("/tasks", "GET, HEAD, POST"),
            path("/tasks/[^/]+", "GET, HEAD"),
            path("/tasks/[^/]+/history", "GET, HEAD"),
            path("/tasks/[^/]+/cancel", "POST"),
            path("/devices", "GET, HEAD"),
            path("/devices/[^/]+", "GET, HEAD, PUT, DELETE"),
            path("/devices/[^/]+/credentials", "POST"),
            path("/devices/[^/]+/certificates", "GET, HEAD, POST"),
            path("/devices/[^/]+/certificates/[^/]+", "GET, HEAD, DELETE"),
            path("/events", "GET, HEAD"));

    private record Path(Pattern pattern, String methods) {}

    private Allowed() {}

    private static Path path(String pattern, String methods) {
        return new Path(Pattern.compile("/api/v1" + pattern + "/?"), methods);
    }

    static Optional<String> methods(String path) {
        return PATHS.stream()
                .filter(known -> known.pattern().matcher(path).matches())
                .map(Path::methods)
                .findFirst();
    }
}
