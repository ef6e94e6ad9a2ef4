package io.asyncrpc.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.path.json.JsonPath;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as it reached a device.
 *
 * @param correlation native correlation data as text; null where there was none, always with MQTT 3.1.1
 * @param properties user properties
 */
record Word(String topic, @Nullable String correlation, Map<String, String> properties, byte[] bytes) {

    String suffix() {
        return topic.substring(topic.lastIndexOf('/') + 1);
    }

    String text() {
        return new String(bytes, UTF_8);
    }

    JsonPath body() {
        return JsonPath.from(text());
    }

    /** The task it is about, wherever it stands. */
    @Nullable String taskId() {
        return correlation != null ? correlation : body().getString("id");
    }

    boolean isAbout(String taskId) {
        return taskId.equals(taskId());
    }

    @Override
    public String toString() {
        return suffix() + " " + correlation + " " + properties + " " + text();
    }
}
