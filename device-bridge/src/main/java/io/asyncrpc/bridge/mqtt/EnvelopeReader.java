package io.asyncrpc.bridge.mqtt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Takes envelopes apart, and leaves the text of what they carry as it is. */
final class EnvelopeReader {
    private static final Set<String> CORRELATION =
            Set.of("correlationData", "correlation_data", "corr_data", "corr_id");
    private static final Set<String> TASK = with("status_code", "ext_id", "attempt", "body");
    private static final Set<String> EVENT = with("event_type_code", "dev_event_id", "dev_timestamp", "body");
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(100).build())
            .build();

    private EnvelopeReader() {}

    /** Of a word about a task. */
    static Envelope read(String text) {
        return read(text, TASK);
    }

    /** Of an event, whose text begins with an object. */
    static Envelope readEvent(String text) {
        return read(text, EVENT);
    }

    private static Envelope read(String text, Set<String> keys) {
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw Unreadable.malformed("the body is not a JSON object");
            }
            return readMembers(json, text, keys);
        } catch (IOException notJson) {
            throw Unreadable.malformed("the body is not JSON");
        }
    }

    private static Envelope readMembers(JsonParser json, String text, Set<String> keys) throws IOException {
        Map<String, String> fields = new HashMap<>();
        StringJoiner others = new StringJoiner(",", "{", "}");
        String body = null;
        Set<String> seen = new HashSet<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            JsonToken token = json.nextToken();
            String scalar = scalar(json, token);
            String raw = rawValue(json, text);
            if (!keys.contains(key)) {
                others.add(quoted(key) + ":" + raw);
            } else if (!seen.add(key)) {
                throw Unreadable.malformed("the key " + key + " stands twice");
            } else if (key.equals("body")) {
                body = raw;
            } else if (token.isStructStart()) {
                throw Unreadable.invalid(key + " is neither text nor a number");
            } else if (scalar != null) {
                fields.put(key, scalar);
            }
        }
        if (json.nextToken() != null) {
            throw Unreadable.malformed("the body goes on after its JSON");
        }
        return new Envelope(fields, body != null ? body : others.toString());
    }

    private static @Nullable String scalar(JsonParser json, JsonToken token) throws IOException {
        return token.isStructStart() || token == JsonToken.VALUE_NULL ? null : json.getText();
    }

    private static String rawValue(JsonParser json, String text) throws IOException {
        int from = (int) json.currentTokenLocation().getCharOffset();
        json.skipChildren();
        json.finishToken();
        return text.substring(from, (int) json.currentLocation().getCharOffset());
    }

    private static Set<String> with(String... keys) {
        Set<String> all = new HashSet<>(CORRELATION);
        all.addAll(Set.of(keys));
        return Set.copyOf(all);
    }

    private static String quoted(String key) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(key)) + '"';
    }
}
