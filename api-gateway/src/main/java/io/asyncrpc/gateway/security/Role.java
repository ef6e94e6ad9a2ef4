package io.asyncrpc.gateway.security;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a caller may do, from little to much: each role includes those before it. */
public enum Role {
    /** Reads. */
    VIEWER,
    /** Also submits and cancels tasks. */
    OPERATOR,
    /** Also manages devices and their credentials. */
    ADMIN;

    /** The strongest role that a token's {@code groups} name; groups we do not know mean nothing here. */
    static Optional<Role> strongestOf(Collection<String> groups) {
        return Stream.of(values())
                .filter(role -> groups.contains(role.name().toLowerCase(Locale.ROOT)))
                .max(Comparator.naturalOrder());
    }

    public boolean includes(Role needed) {
        return compareTo(needed) >= 0;
    }
}
