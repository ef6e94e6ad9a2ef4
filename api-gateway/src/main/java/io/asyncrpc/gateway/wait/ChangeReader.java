package io.asyncrpc.gateway.wait;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Reads version 1 of the house message {@code changed}; items and fields it does not know are left alone. */
final class ChangeReader {
    private static final int VERSION = 1;

    private ChangeReader() {}

    /** @throws RuntimeException if it is no such message */
    static List<Change> read(byte[] message) {
        JsonObject root = Buffer.buffer(message).toJsonObject();
        if (root.getInteger("v") != VERSION) {
            throw new IllegalArgumentException("version " + root.getValue("v"));
        }
        JsonArray items = root.getJsonArray("items");
        return items.stream()
                .map(JsonObject.class::cast)
                .flatMap(item -> change(item).stream())
                .toList();
    }

    private static Optional<Change> change(JsonObject item) {
        return "changed".equals(item.getString("kind"))
                ? Optional.of(
                        new Change(item.getString("taskId"), item.getInteger("version"), item.getBoolean("final")))
                : Optional.empty();
    }
}
