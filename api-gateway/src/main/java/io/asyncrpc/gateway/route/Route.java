package io.asyncrpc.gateway.route;

import io.asyncrpc.gateway.security.Role;

/** A row of the route table: what lies under {@code prefix} belongs to {@code service}. */
public record Route(String name, String prefix, String service, Role read, Role write) {
    public Route {
        if (!prefix.startsWith("/") || prefix.endsWith("/")) {
            throw new IllegalArgumentException("A prefix begins with a slash and does not end with one: " + prefix);
        }
    }

    /** Whole segments only: {@code /tasksandmore} is not under {@code /tasks}. */
    public boolean covers(String path) {
        return path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }

    Role needed(Method method) {
        return method.isRead() ? read : write;
    }
}
