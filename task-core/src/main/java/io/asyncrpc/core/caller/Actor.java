package io.asyncrpc.core.caller;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Who does something.
 *
 * @param name the subject of the token, or {@code key:<id>}
 * @param key if it was done with one
 */
public record Actor(String name, Optional<UUID> key) {
    static final String PREFIX = "key:";

    /** No provider's subject passes for somebody of the house. */
    static final Pattern RESERVED = Pattern.compile("^(key|device|sub):");

    /** Of a token of the gateway. */
    static Actor ofKey(String subject) {
        return new Actor(subject, Optional.of(UUID.fromString(subject.substring(PREFIX.length()))));
    }
}
