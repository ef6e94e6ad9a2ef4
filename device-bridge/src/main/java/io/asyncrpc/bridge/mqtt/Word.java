package io.asyncrpc.bridge.mqtt;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * One word to a device, ready for the wire.
 *
 * @param kind what the house calls it
 * @param suffix the last part of the topic {@code srv/<id>/...}
 * @param correlation the task id as text; empty when the word is about no task
 * @param properties MQTT 5 user properties
 * @param expiry after this the broker throws it away unsaid
 */
record Word(
        String kind,
        String deviceId,
        String suffix,
        String correlation,
        Map<String, String> properties,
        String contentType,
        byte[] body,
        Duration expiry) {
    Word {
        properties = Map.copyOf(properties);
    }

    /** With one more property. */
    Word with(String name, String value) {
        Map<String, String> more = new HashMap<>(properties);
        more.put(name, value);
        return new Word(kind, deviceId, suffix, correlation, more, contentType, body, expiry);
    }
}
