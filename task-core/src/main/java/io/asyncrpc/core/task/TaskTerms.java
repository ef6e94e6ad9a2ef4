package io.asyncrpc.core.task;

import io.asyncrpc.core.trace.TraceParent;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the client asked for; never changes.
 *
 * @param method a name of the alphabet {@code [A-Za-z0-9._:-]}, 1 to 64 characters
 * @param priority 0 to 9, 9 first
 * @param maxAttempts 1 to 10
 * @param lease how long an attempt may be silent, 5 s to 1 day
 * @param attemptTimeout how long an attempt may take at most, lease to 1 day
 * @param expiresAt no attempt starts at or after it
 * @param trace where its trace goes on; {@code null} if nobody records it
 */
public record TaskTerms(
        UUID id,
        String org,
        String deviceId,
        String method,
        int priority,
        int maxAttempts,
        Duration lease,
        Duration attemptTimeout,
        @Nullable String externalId,
        Instant createdAt,
        @Nullable Instant notBefore,
        Instant expiresAt,
        @Nullable TraceParent trace) {

    public TaskTerms(
            UUID id,
            String org,
            String deviceId,
            String method,
            int priority,
            int maxAttempts,
            Duration lease,
            Duration attemptTimeout,
            @Nullable String externalId,
            Instant createdAt,
            @Nullable Instant notBefore,
            Instant expiresAt) {
        this(
                id,
                org,
                deviceId,
                method,
                priority,
                maxAttempts,
                lease,
                attemptTimeout,
                externalId,
                createdAt,
                notBefore,
                expiresAt,
                null);
    }

    public TaskTerms within(@Nullable TraceParent trace) {
        return trace == null
                ? this
                : new TaskTerms(
                        id,
                        org,
                        deviceId,
                        method,
                        priority,
                        maxAttempts,
                        lease,
                        attemptTimeout,
                        externalId,
                        createdAt,
                        notBefore,
                        expiresAt,
                        trace);
    }

    /**
     * The first moment at which the task may be claimed, retries aside. Without one it always may: when it was made does
     * not count, since the claim may come to another replica whose clock is milliseconds behind.
     */
    Instant opensAt() {
        return notBefore == null ? Instant.EPOCH : notBefore;
    }

    /** The same while a retry is waited for. */
    Instant opensAt(@Nullable Instant backoffUntil) {
        return backoffUntil != null && backoffUntil.isAfter(opensAt()) ? backoffUntil : opensAt();
    }
}
