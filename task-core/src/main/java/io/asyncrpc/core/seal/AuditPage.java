package io.asyncrpc.core.seal;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param next the cursor of the next page; {@code null} on the last */
@RegisterForReflection
public record AuditPage(List<AuditItem> items, @Nullable String next) {
    public AuditPage {
        items = List.copyOf(items);
    }
}
