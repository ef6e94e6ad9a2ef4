package io.asyncrpc.core.seal;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A deed as the API shows it.
 *
 * @param number its place in the sealed log; {@code null} until the next seal
 */
@RegisterForReflection
public record AuditItem(
        UUID id,
        Instant at,
        String actor,
        String action,
        String target,
        String detail,
        @Nullable Long number) {}
