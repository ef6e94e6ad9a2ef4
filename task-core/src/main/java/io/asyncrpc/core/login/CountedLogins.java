package io.asyncrpc.core.login;

import java.time.Instant;
import java.util.List;

/**
 * What one broker or edge has counted by now. Told again, or late, or by several, it says nothing new.
 *
 * @param by what kind of a thing counts
 * @param name which one of them
 * @param since when it began with nothing, to a few seconds; whatever starts anew counts anew
 */
public record CountedLogins(String by, String name, Instant since, List<RefusedLogins> refused) {
    public CountedLogins {
        refused = List.copyOf(refused);
    }
}
