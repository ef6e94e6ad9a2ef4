package io.asyncrpc.fleet.swarm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncrpc.fleet.record.Digest;
import io.asyncrpc.fleet.record.Line;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperty;
import org.jspecify.annotations.Nullable;

/**
 * Something a device says, as MQTT 5 sends it and as MQTT 3.1.1 does.
 *
 * @param topic the device in it is not always the one that says it
 */
record Saying(
        String suffix,
        @Nullable String topic,
        @Nullable String task,
        @Nullable Integer attempt,
        @Nullable Integer status,
        int retryAfter,
        @Nullable String ext,
        @Nullable String event,
        @Nullable String eventTime,
        byte[] body,
        boolean bad) {

    private static final byte[] EMPTY = new byte[0];

    static Saying ack(String task) {
        return about("ack", task, EMPTY);
    }

    /** @param task null asks for the next */
    static Saying ask(@Nullable String task) {
        return about("req", task, EMPTY);
    }

    static Saying progress(String task, int percent) {
        return about("prg", task, ("{\"percent\":" + percent + "}").getBytes(UTF_8));
    }

    static Saying result(String task, @Nullable Integer attempt, int status, int retryAfter, String ext, byte[] body) {
        return new Saying("res", null, task, attempt, status, retryAfter, ext, null, null, body, false);
    }

    static Saying event(String number, String time, byte[] body) {
        return new Saying("evt", null, null, null, null, 0, null, number, time, body, false);
    }

    static Saying rubbish(String suffix, @Nullable String task, String body) {
        return new Saying(suffix, null, task, null, null, 0, null, null, null, body.getBytes(UTF_8), true);
    }

    /** Said in another device's name: the broker ends the connection. */
    static Saying forged(String otherDevice, String task) {
        String topic = "dev/" + otherDevice + "/res";
        return new Saying("res", topic, task, null, 200, 0, "0", null, null, EMPTY, true);
    }

    Line.Say line(long now, String device, long number) {
        String digest = status == null ? null : Digest.of(body);
        return new Line.Say(now, device, number, suffix, task, attempt, status, ext, digest, event, bad);
    }

    /** @param old such a device names its task in a property of its own */
    MqttProperties properties(boolean old) {
        MqttProperties properties = new MqttProperties();
        if (task != null && old) {
            properties.add(new UserProperty("CorrelationData", task));
        } else if (task != null) {
            int correlation = MqttPropertyType.CORRELATION_DATA.value();
            properties.add(new BinaryProperty(correlation, task.getBytes(UTF_8)));
        }
        put(properties, "attempt", attempt);
        put(properties, "status_code", status);
        put(properties, "ext_id", ext);
        put(properties, "retry_after", retryAfter == 0 ? null : retryAfter);
        put(properties, "dev_event_id", event);
        put(properties, "dev_timestamp", eventTime);
        return properties;
    }

    /** Everything in the body, which stands in it as it is. */
    byte[] envelope() {
        if (bad || (task == null && event == null)) {
            return body;
        }
        StringBuilder json = new StringBuilder("{");
        put(json, "correlationData", task);
        put(json, "attempt", attempt);
        put(json, "status_code", status);
        put(json, "ext_id", ext);
        put(json, "dev_event_id", event);
        put(json, "dev_timestamp", eventTime);
        if (suffix.equals("prg")) {
            json.append(new String(body, UTF_8), 1, body.length - 1).append(',');
        } else if (body.length > 0) {
            json.append("\"body\":").append(new String(body, UTF_8)).append(',');
        }
        json.setCharAt(json.length() - 1, '}');
        return json.toString().getBytes(UTF_8);
    }

    private static Saying about(String suffix, @Nullable String task, byte[] body) {
        return new Saying(suffix, null, task, null, null, 0, null, null, null, body, false);
    }

    private static void put(MqttProperties properties, String name, @Nullable Object value) {
        if (value != null) {
            properties.add(new UserProperty(name, value.toString()));
        }
    }

    private static void put(StringBuilder json, String name, @Nullable Object value) {
        if (value instanceof Integer) {
            json.append('"').append(name).append("\":").append(value).append(',');
        } else if (value != null) {
            json.append('"').append(name).append("\":\"").append(value).append("\",");
        }
    }
}
