package io.asyncrpc.core.key;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway is told of a key ({@code docs/contracts/key-answer.v1.json}).
 *
 * @param answer KNOWN, REVOKED, EXPIRED or UNKNOWN; of the last there is nothing else to tell
 * @param expiresAt by itself or by the key it was made with
 */
public record KeyAnswer(
        String answer,
        @Nullable UUID id,
        @Nullable String org,
        @Nullable String role,
        @Nullable Instant expiresAt) {
    static final KeyAnswer UNKNOWN = new KeyAnswer("UNKNOWN", null, null, null, null);
}
