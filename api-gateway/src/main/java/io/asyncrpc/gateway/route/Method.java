package io.asyncrpc.gateway.route;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The methods that pass the door; TRACE, CONNECT, OPTIONS and inventions do not. */
enum Method {
    GET,
    HEAD,
    POST,
    PUT,
    PATCH,
    DELETE;

    /** For the {@code Allow} header. */
    static final String ALL = Arrays.stream(values()).map(Method::name).collect(Collectors.joining(", "));

    static Optional<Method> of(String name) {
        return Arrays.stream(values())
                .filter(method -> method.name().equals(name))
                .findFirst();
    }

    boolean isRead() {
        return this == GET || this == HEAD;
    }
}
