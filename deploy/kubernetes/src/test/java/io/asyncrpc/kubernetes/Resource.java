package io.asyncrpc.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One resource, as it was rendered. */
record Resource(JsonNode json) {

    String kind() {
        return json.path("kind").asText();
    }

    String name() {
        return at("/metadata/name").asText();
    }

    JsonNode at(String pointer) {
        return json.at(pointer);
    }

    boolean is(String kind, String name) {
        return kind().equals(kind) && name().equals(name);
    }

    static Stream<JsonNode> each(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new HashMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    @Override
    public String toString() {
        return kind() + "/" + name();
    }
}
