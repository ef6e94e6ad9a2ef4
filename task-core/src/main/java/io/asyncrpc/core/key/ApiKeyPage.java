package io.asyncrpc.core.key;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param next the cursor of the next page; {@code null} on the last */
@RegisterForReflection
public record ApiKeyPage(List<ApiKey> items, @Nullable String next) {
    public ApiKeyPage {
        items = List.copyOf(items);
    }
}
