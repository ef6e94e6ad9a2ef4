package io.asyncrpc.bridge.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Messages of devices for tests, varied step by step. */
record DeviceMessages(String routingKey, byte[] body, Map<String, String> properties, byte[] correlation) {
    static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

    static DeviceMessages from(String routingKey) {
        return new DeviceMessages(routingKey, new byte[0], Map.of(), new byte[0]);
    }

    DeviceMessages body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    DeviceMessages body(byte[] bytes) {
        return new DeviceMessages(routingKey, bytes, properties, correlation);
    }

    DeviceMessages with(String property, String value) {
        Map<String, String> more = new HashMap<>(properties);
        more.put(property, value);
        return new DeviceMessages(routingKey, body, more, correlation);
    }

    DeviceMessages correlated(byte[] bytes) {
        return new DeviceMessages(routingKey, body, properties, bytes);
    }

    DeviceMessage message() {
        return new DeviceMessage(routingKey, body, properties, correlation, AT);
    }
}
