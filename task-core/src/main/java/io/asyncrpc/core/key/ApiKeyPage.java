package io.asyncrpc.core.key;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param next the cursor of the next page; {@code null} on the last */
public record ApiKeyPage(List<ApiKey> items, @Nullable String next) {
    public ApiKeyPage {
        items = List.copyOf(items);
    }
}
