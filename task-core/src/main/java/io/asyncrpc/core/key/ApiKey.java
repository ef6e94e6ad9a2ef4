package io.asyncrpc.core.key;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key as the API shows it; the secret is not in it.
 *
 * @param createdBy the subject of the token, or {@code key:<id>}
 * @param lastUsedAt to the minute
 */
@RegisterForReflection
public record ApiKey(
        UUID id,
        String role,
        @Nullable String description,
        Instant createdAt,
        String createdBy,
        Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {}
