package io.asyncrpc.bridge.mqtt;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The task id a message is about, in any of the forms that devices send. The zero UUID means none.
 *
 * <p>The first form that is present decides; one that is present but no UUID is refused, not skipped, since a guess could
 * finish the wrong task.
 */
final class Correlation {
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
    private static final UUID ZERO = new UUID(0, 0);
    private static final int RAW_LENGTH = 16;

    private Correlation() {}

    /** Whether the message says anything about it outside its body. */
    static boolean isPresent(DeviceMessage message) {
        return property(message.properties()) != null || message.correlation().length > 0;
    }

    /** From the MQTT 5 properties of a message where it {@link #isPresent}. */
    static Optional<UUID> fromProperties(DeviceMessage message) {
        String text = property(message.properties());
        return text != null ? fromText(text) : fromBytes(message.correlation());
    }

    static Optional<UUID> fromText(String text) {
        if (!UUID_TEXT.matcher(text).matches()) {
            throw Unreadable.invalid("the correlation is not a UUID");
        }
        return unlessZero(UUID.fromString(text));
    }

    private static Optional<UUID> fromBytes(byte[] bytes) {
        if (bytes.length != RAW_LENGTH) {
            return fromText(new String(bytes, StandardCharsets.ISO_8859_1));
        }
        ByteBuffer raw = ByteBuffer.wrap(bytes);
        return unlessZero(new UUID(raw.getLong(), raw.getLong()));
    }

    private static Optional<UUID> unlessZero(UUID id) {
        return id.equals(ZERO) ? Optional.empty() : Optional.of(id);
    }

    private static @Nullable String property(Map<String, String> properties) {
        String text = properties.getOrDefault("correlationData", "");
        return !text.isEmpty() ? text : emptyToNull(properties.getOrDefault("CorrelationData", ""));
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
