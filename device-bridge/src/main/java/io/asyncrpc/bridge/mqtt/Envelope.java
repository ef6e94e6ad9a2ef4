package io.asyncrpc.bridge.mqtt;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A body that carries what MQTT 5 puts into properties, for devices that speak MQTT 3.1.1.
 *
 * @param fields the envelope's keys as text
 * @param content {@code body}, or the object without the envelope's keys; the device's own text, byte for byte
 */
record Envelope(Map<String, String> fields, String content) {
    private static final List<String> CORRELATION_KEYS =
            List.of("correlationData", "correlation_data", "corr_data", "corr_id");

    Envelope {
        fields = Map.copyOf(fields);
    }

    /** The task id, if the envelope names one. */
    Optional<UUID> correlation() {
        return CORRELATION_KEYS.stream()
                .map(key -> fields.getOrDefault(key, ""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .flatMap(Correlation::fromText);
    }
}
