package io.asyncrpc.fleet.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A line of the record as the checker takes it: with what the {@link Sorter} joined to it, and with whatever a later
 * version of the record adds.
 */
record Entry(ObjectNode json) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IllegalArgumentException when it is none: a run that was killed may leave half a line at the end */
    static Entry read(String text) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return new Entry(object);
            }
            throw new IllegalArgumentException("not an object: " + text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }

    String kind() {
        return json.path("k").asText();
    }

    String word() {
        return json.path("w").asText();
    }

    long call() {
        return json.path("c").asLong(-1);
    }

    boolean has(String field) {
        return json.hasNonNull(field);
    }

    String text(String field) {
        return json.path(field).asText("");
    }

    @Nullable String textOrNull(String field) {
        JsonNode value = json.path(field);
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }

    int number(String field, int absent) {
        return json.path(field).asInt(absent);
    }

    boolean is(String field) {
        return json.path(field).asBoolean(false);
    }

    Entry with(String field, String value) {
        json.put(field, value);
        return this;
    }

    Entry with(String field, long value) {
        json.put(field, value);
        return this;
    }

    String written() {
        return json.toString();
    }
}
