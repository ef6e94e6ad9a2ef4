package io.asyncrpc.core.task;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call as a client asked for it, read and checked.
 *
 * @param payload JSON text, byte for byte; {@code null} if there is none
 */
record Submission(
        String deviceId,
        String method,
        byte @Nullable [] payload,
        int priority,
        Duration ttl,
        int maxAttempts,
        Duration lease,
        Duration attemptTimeout,
        @Nullable Instant notBefore,
        @Nullable String externalId) {

    TaskTerms terms(String org, Instant now) {
        Instant opens = notBefore != null && notBefore.isAfter(now) ? notBefore : now;
        return new TaskTerms(
                TaskId.next(now),
                org,
                deviceId,
                method,
                priority,
                maxAttempts,
                lease,
                attemptTimeout,
                externalId,
                now,
                notBefore,
                opens.plus(ttl));
    }
}
