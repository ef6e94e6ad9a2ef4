package io.asyncrpc.gateway.security;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that were found good, until they expire or the keys change: a client sends the same one with each request, and checking
 * its signature costs more than all the rest of forwarding. When there are too many, all are forgotten.
 */
final class KnownTokens {
    static final int MOST = 10_000;

    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(Verdict verdict, long expiresAt, KeySet keys) {}

    /**
     * @param now in epoch milliseconds; one that has expired is looked at anew, with the skew that is granted
     * @param keys that are trusted now; one that was verified with other keys is looked at anew
     */
    @Nullable Verdict find(String token, long now, KeySet keys) {
        Known found = known.get(token);
        return found != null && now < found.expiresAt() && isSame(found.keys(), keys) ? found.verdict() : null;
    }

    /** @param keys that were trusted before the token was verified */
    void keep(String token, Verdict verdict, long expiresAt, KeySet keys) {
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(token, new Known(verdict, expiresAt, keys));
    }

    /** Equal sets are one object (KeyRing), and comparing keys takes time. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(KeySet one, KeySet other) {
        return one == other;
    }
}
