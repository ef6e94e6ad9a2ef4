package io.asyncrpc.gateway.security;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that were found good, until they expire: a client sends the same one with each request, and checking its signature
 * costs more than all the rest of forwarding. When there are too many, all are forgotten.
 */
final class KnownTokens {
    static final int MOST = 10_000;

    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(Verdict verdict, long expiresAt) {}

    /** @param now in epoch milliseconds; one that has expired is looked at anew, with the skew that is granted */
    @Nullable Verdict find(String token, long now) {
        Known found = known.get(token);
        return found != null && now < found.expiresAt() ? found.verdict() : null;
    }

    void keep(String token, Verdict verdict, long expiresAt) {
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(token, new Known(verdict, expiresAt));
    }
}
