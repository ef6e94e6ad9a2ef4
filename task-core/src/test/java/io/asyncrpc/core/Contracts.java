package io.asyncrpc.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

/** The golden examples in {@code docs/contracts}. */
public final class Contracts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Contracts() {}

    public static byte[] golden(String name) throws IOException {
        return Files.readAllBytes(Path.of("..", "docs", "contracts", name));
    }

    /** The same as a later version might write it: with a field more in every object. */
    public static byte[] extended(String name) throws IOException {
        JsonNode root = JSON.readTree(golden(name));
        extend(root);
        return JSON.writeValueAsBytes(root);
    }

    private static void extend(JsonNode node) {
        for (Iterator<JsonNode> inner = node.elements(); inner.hasNext(); ) {
            extend(inner.next());
        }
        if (node instanceof ObjectNode object) {
            object.putObject("fieldOfTomorrow").put("kind", "anything").putNull("v");
        }
    }
}
