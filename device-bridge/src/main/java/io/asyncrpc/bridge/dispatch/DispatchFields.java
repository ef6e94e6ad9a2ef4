package io.asyncrpc.bridge.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of one item, typed. A field that is missing or of another type is an {@link IllegalArgumentException}. */
final class DispatchFields {
    /** Anything else could leave the device's own topics. */
    private static final Pattern DEVICE_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final JsonNode item;

    DispatchFields(JsonNode item) {
        this.item = item;
    }

    String deviceId() {
        String id = text("deviceId");
        if (!DEVICE_ID.matcher(id).matches()) {
            throw new IllegalArgumentException("deviceId is not a device id");
        }
        return id;
    }

    String text(String name) {
        return present(name, textOrNull(name));
    }

    @Nullable String textOrNull(String name) {
        JsonNode value = item.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException(name + " is not text");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value.textValue())) {
            throw new IllegalArgumentException(name + " holds half a character");
        }
        return value.textValue();
    }

    long number(String name) {
        JsonNode value = item.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException(name + " is not a whole number");
        }
        return value.longValue();
    }

    /** False where it is not said. */
    boolean flag(String name) {
        JsonNode value = item.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new IllegalArgumentException(name + " is not true or false");
        }
        return value.booleanValue();
    }

    Instant instant(String name) {
        return present(name, instantOrNull(name));
    }

    @Nullable Instant instantOrNull(String name) {
        String text = textOrNull(name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException notTime) {
            throw new IllegalArgumentException(name + " is not a time", notTime);
        }
    }

    UUID uuid(String name) {
        return present(name, uuidOrNull(name));
    }

    @Nullable UUID uuidOrNull(String name) {
        String text = textOrNull(name);
        return text == null ? null : UUID.fromString(text);
    }

    <E extends Enum<E>> E choice(String name, Class<E> choices) {
        return Enum.valueOf(choices, text(name));
    }

    /** Whether it is the first of the two texts that it may be. */
    boolean isEither(String name, String first, String second) {
        String text = text(name);
        if (!text.equals(first) && !text.equals(second)) {
            throw new IllegalArgumentException(name + " is neither " + first + " nor " + second);
        }
        return text.equals(first);
    }

    DispatchFields inner(String name) {
        return new DispatchFields(item.path(name));
    }

    private static <T> T present(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }
}
