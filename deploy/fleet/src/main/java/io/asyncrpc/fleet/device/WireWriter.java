package io.asyncrpc.fleet.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what a device says: with MQTT 5 in user properties and body, with MQTT 3.1.1 in one JSON envelope. */
final class WireWriter {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] EMPTY = new byte[0];

    private WireWriter() {}

    static String suffix(Said said) {
        return switch (said) {
            case Said.Ack ack -> "ack";
            case Said.Ask ask -> "req";
            case Said.Progress progress -> "prg";
            case Said.Result result -> "res";
        };
    }

    /** MQTT 5: what stands beside the body. All user properties are strings. */
    static Map<String, String> properties(Said said) {
        Map<String, String> properties = new LinkedHashMap<>();
        put(properties, "correlationData", said.taskId());
        if (said instanceof Said.Result result) {
            put(properties, "status_code", result.outcome().statusCode());
            put(properties, "ext_id", result.extId());
            put(properties, "attempt", result.attempt());
        }
        return properties;
    }

    /** MQTT 5: the body alone. */
    static byte[] body(Said said) {
        return switch (said) {
            case Said.Ack ack -> EMPTY;
            case Said.Ask ask -> EMPTY;
            case Said.Progress progress -> bytes(progress(progress));
            case Said.Result result -> bytes(result.outcome().body());
        };
    }

    /** MQTT 3.1.1: everything in the body. */
    static byte[] envelope(Said said) {
        if (said.taskId() == null) {
            return EMPTY;
        }
        ObjectNode envelope = JSON.createObjectNode().put("correlationData", said.taskId());
        if (said instanceof Said.Progress progress) {
            envelope.setAll(progress(progress));
        } else if (said instanceof Said.Result result) {
            envelope.put("status_code", result.outcome().statusCode()).put("ext_id", result.extId());
            if (result.attempt() != null) {
                envelope.put("attempt", result.attempt());
            }
            envelope.set("body", result.outcome().body());
        }
        return bytes(envelope);
    }

    private static ObjectNode progress(Said.Progress progress) {
        return JSON.createObjectNode().put("percent", progress.percent()).put("message", progress.message());
    }

    private static void put(Map<String, String> properties, String name, @Nullable Object value) {
        if (value != null) {
            properties.put(name, value.toString());
        }
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree that cannot be written", e);
        }
    }
}
