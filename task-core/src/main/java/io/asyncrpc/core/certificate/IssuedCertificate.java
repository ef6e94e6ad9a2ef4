package io.asyncrpc.core.certificate;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with all that the device needs of it.
 *
 * @param chain it and its issuer, in PEM
 */
@RegisterForReflection
record IssuedCertificate(
        String serial,
        Instant notBefore,
        Instant notAfter,
        Instant issuedAt,
        @Nullable Instant firstUsedAt,
        @Nullable Instant revokedAt,
        @Nullable String reason,
        String chain) {
    Certificate withoutChain() {
        return new Certificate(serial, notBefore, notAfter, issuedAt, firstUsedAt, revokedAt, reason);
    }
}
