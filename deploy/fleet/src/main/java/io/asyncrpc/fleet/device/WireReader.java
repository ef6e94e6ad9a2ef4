package io.asyncrpc.fleet.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what is said to a device. The body alone tells everything, so that MQTT 3.1.1 needs no second reader. */
final class WireReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    private WireReader() {}

    /**
     * Empty for a word this device does not know: the protocol says that devices may ignore those.
     *
     * @param topic {@code srv/<id>/<suffix>}
     * @param correlation the task id as a property, where the protocol version has properties
     */
    static Optional<Heard> read(String topic, @Nullable String correlation, byte[] body) {
        JsonNode json = parse(body);
        String id = json.path("id").asText(correlation);
        return Optional.ofNullable(
                switch (topic.substring(topic.lastIndexOf('/') + 1)) {
                    case "tsk" -> new Heard.Doorbell(id, header(json, "method"));
                    case "rsp" -> json.has("payload") ? call(id, json) : nothing(json);
                    case "cmt" -> new Heard.Committed(id, json.path("result_id").asLong());
                    case "cnl" -> new Heard.Stop(id);
                    case "err" ->
                        new Heard.Refused(
                                id,
                                json.path("status").asInt(),
                                json.path("detail").asText(json.path("title").asText()));
                    default -> null;
                });
    }

    private static Heard call(String id, JsonNode json) {
        return new Heard.Call(id, json.path("attempt").asInt(), header(json, "method"), json.path("payload"));
    }

    private static Heard nothing(JsonNode json) {
        return new Heard.Nothing(
                json.path("for").isTextual() ? json.path("for").asText() : null,
                json.path("reason").asText());
    }

    private static String header(JsonNode json, String name) {
        return json.path("header").path(name).asText();
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new IllegalArgumentException("the core said something that is not JSON", e);
        }
    }
}
