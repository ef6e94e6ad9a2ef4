package io.asyncrpc.fleet.net;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request.
 *
 * @param path with query, from the host's root on
 * @param patience until the call counts as lost
 */
public record Call(
        String method,
        String path,
        @Nullable String token,
        byte @Nullable [] body,
        @Nullable String key,
        int waitSeconds,
        Duration patience) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    public static Call get(String path, @Nullable String token) {
        return new Call("GET", path, token, null, null, 0, PATIENCE);
    }

    public static Call send(String method, String path, String token, byte[] body) {
        return new Call(method, path, token, body, null, 0, PATIENCE);
    }

    /** With an {@code Idempotency-Key}. */
    public Call keyed(@Nullable String idempotencyKey) {
        return new Call(method, path, token, body, idempotencyKey, waitSeconds, patience);
    }

    public Call patient(Duration longest) {
        return new Call(method, path, token, body, key, waitSeconds, longest);
    }

    /** With {@code Prefer: wait}. */
    public Call waiting(int seconds) {
        return new Call(method, path, token, body, key, seconds, patience.plusSeconds(seconds));
    }
}
