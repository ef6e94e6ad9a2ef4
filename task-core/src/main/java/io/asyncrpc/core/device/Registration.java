package io.asyncrpc.core.device;

import com.fasterxml.jackson.core.JsonToken;
import io.asyncrpc.core.problem.BodyReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of a device; replaces what was said before.
 *
 * @param description at most 1024 characters
 * @param labels at most 64, keys of 1 to 63 characters {@code [A-Za-z0-9._/-]}, values of at most 255
 */
record Registration(@Nullable String description, Map<String, String> labels) {
    private static final int MAX_DESCRIPTION = 1024;
    private static final int MAX_LABELS = 64;
    private static final int MAX_VALUE = 255;
    static final Pattern KEY = Pattern.compile("[A-Za-z0-9._/-]{1,63}");

    Registration {
        labels = Map.copyOf(labels);
    }

    static Registration read(byte[] bytes) {
        BodyReader body = new BodyReader(bytes);
        Map<String, String> labels = new LinkedHashMap<>();
        String[] description = new String[1];
        body.object((name, value) -> {
            switch (name) {
                case "description" -> description[0] = description(body, value);
                case "labels" -> body.inner(name, (key, label) -> label(body, labels, key));
                default -> body.unknown(name);
            }
        });
        if (labels.size() > MAX_LABELS) {
            body.error("labels", "must be at most " + MAX_LABELS);
        }
        body.complete();
        return new Registration(description[0], labels);
    }

    private static @Nullable String description(BodyReader body, JsonToken value) {
        return value == JsonToken.VALUE_NULL ? null : body.text("description", MAX_DESCRIPTION);
    }

    private static void label(BodyReader body, Map<String, String> labels, String key) {
        if (!KEY.matcher(key).matches()) {
            body.error(key, "keys must match " + KEY.pattern());
            return;
        }
        String value = body.text(key, MAX_VALUE);
        if (value != null) {
            labels.put(key, value);
        }
    }
}
