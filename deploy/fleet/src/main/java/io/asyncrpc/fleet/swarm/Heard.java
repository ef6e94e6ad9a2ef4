package io.asyncrpc.fleet.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.asyncrpc.fleet.net.Word;
import io.asyncrpc.fleet.record.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** What the house said, read from the body alone, which tells everything to both versions of MQTT. */
record Heard(String word, JsonNode body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Heard read(Word word) {
        try {
            JsonNode body = JSON.readTree(word.body());
            boolean nothing = word.suffix().equals("rsp") && !body.has("id");
            return new Heard(nothing ? "nop" : word.suffix(), body);
        } catch (IOException e) {
            throw new UncheckedIOException("the house said something that is not JSON", e);
        }
    }

    @Nullable String task() {
        return text("id");
    }

    /** What was asked for, of {@code nop}; null if it was the next. */
    @Nullable String asked() {
        return text("for");
    }

    int attempt() {
        return body.path("attempt").asInt();
    }

    /** The number of the client's call, -1 if it is not of our making. */
    long call() {
        return body.path("payload").path("c").asLong(-1);
    }

    @Nullable String event() {
        return text("dev_event_id");
    }

    Line.Hear line(long now, String device) {
        Integer attempt = word.equals("rsp") ? Integer.valueOf(attempt()) : null;
        Integer lease = word.equals("rsp") ? Integer.valueOf(body.path("lease").asInt()) : null;
        Long result = word.equals("cmt") ? Long.valueOf(body.path("result_id").asLong()) : null;
        Boolean stored = word.equals("eva")
                ? Boolean.valueOf("success".equals(body.path("status").asText()))
                : null;
        return new Line.Hear(now, device, word, task(), attempt, lease, result, event(), stored, text("code"));
    }

    private @Nullable String text(String field) {
        JsonNode value = body.get(field);
        return value == null || value.isNull() ? null : value.asText();
    }
}
