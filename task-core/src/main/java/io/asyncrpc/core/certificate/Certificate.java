package io.asyncrpc.core.certificate;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A certificate of a device as it is shown.
 *
 * @param serial hexadecimal, of whole bytes
 * @param firstUsedAt when the device first connected with it; {@code null} if it has not yet
 * @param reason why it was revoked
 */
@RegisterForReflection
record Certificate(
        String serial,
        Instant notBefore,
        Instant notAfter,
        Instant issuedAt,
        @Nullable Instant firstUsedAt,
        @Nullable Instant revokedAt,
        @Nullable String reason) {}
