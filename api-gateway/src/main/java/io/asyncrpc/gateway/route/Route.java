package io.asyncrpc.gateway.route;

import io.asyncrpc.gateway.security.Role;
import java.util.Optional;

/**
 * A row of the route table: what lies under {@code prefix} belongs to {@code service}.
 *
 * @param isWaitable whether callers may wait for the things right under the prefix to change
 */
public record Route(String name, String prefix, String service, Role read, Role write, boolean isWaitable) {
    public Route {
        if (!prefix.startsWith("/") || prefix.endsWith("/")) {
            throw new IllegalArgumentException("A prefix begins with a slash and does not end with one: " + prefix);
        }
    }

    /** Whole segments only: {@code /tasksandmore} is not under {@code /tasks}. */
    public boolean covers(String path) {
        return path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }

    /** The last segment of the address of one thing, such as {@code 42} of {@code /things/42}; nothing for any other. */
    Optional<String> idIn(String path) {
        String rest = path.substring(Math.min(path.length(), prefix.length() + 1));
        return rest.isEmpty() || rest.indexOf('/') >= 0 ? Optional.empty() : Optional.of(rest);
    }

    Role needed(Method method) {
        return method.isRead() ? read : write;
    }
}
