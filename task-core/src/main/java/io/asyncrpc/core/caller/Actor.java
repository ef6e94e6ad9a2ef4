package io.asyncrpc.core.caller;

import java.util.Optional;
import java.util.UUID;

/**
 * Who does something.
 *
 * @param name the subject of the token, or {@code key:<id>}
 * @param key if it was done with one
 */
public record Actor(String name, Optional<UUID> key) {
    static final String PREFIX = "key:";

    /** Of a token of the gateway. */
    static Actor ofKey(String subject) {
        return new Actor(subject, Optional.of(UUID.fromString(subject.substring(PREFIX.length()))));
    }
}
