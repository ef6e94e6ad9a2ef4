package io.asyncrpc.fleet.floor;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a device said.
 *
 * @param task null if it names none, as one that asks for its next
 * @param ext the device's own number of its result, 0 if it gives none
 * @param tag by which it is acknowledged
 */
record Said(String device, String word, @Nullable UUID task, String ext, byte[] body, long tag) {

    /** @param key {@code dev.<id>.<word>} */
    static Said read(String key, BasicProperties properties, byte[] body, long tag) {
        String device = key.substring(key.indexOf('.') + 1, Math.max(key.indexOf('.') + 1, key.lastIndexOf('.')));
        String word = key.substring(key.lastIndexOf('.') + 1);
        Map<String, Object> headers = properties.getHeaders() == null ? Map.of() : properties.getHeaders();
        String ext = String.valueOf(headers.getOrDefault("ext_id", "0"));
        return new Said(device, word, task(properties.getCorrelationId()), ext, body, tag);
    }

    private static @Nullable UUID task(@Nullable String correlation) {
        try {
            return correlation == null ? null : UUID.fromString(correlation);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
