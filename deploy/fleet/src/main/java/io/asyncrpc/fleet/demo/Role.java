package io.asyncrpc.fleet.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.asyncrpc.fleet.device.Manner;
import io.asyncrpc.fleet.device.Said.Outcome;
import java.io.IOException;
import java.time.Duration;

/**
 * One device of the play: what it is called, what it is asked, and what the play promises to come of it.
 *
 * @param deviceId the same in every run, so that a second run finds its devices again
 * @param expected state and failure code the task must end with
 * @param lease how long the device may be silent while it works
 */
record Role(
        String deviceId,
        Speaks speaks,
        Manner manner,
        String method,
        JsonNode payload,
        Outcome outcome,
        String expected,
        Duration work,
        Duration lease) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WORK = Duration.ofMillis(600);
    private static final Duration LEASE = Duration.ofSeconds(300);

    enum Speaks {
        MQTT_5("MQTT 5"),
        MQTT_3_1_1("MQTT 3.1.1");

        final String title;

        Speaks(String title) {
            this.title = title;
        }
    }

    /**
     * @param call a method, a blank, and its payload
     * @param answer what it says when it has done that
     */
    static Role of(String deviceId, String call, String answer) {
        int blank = call.indexOf(' ');
        return new Role(
                deviceId,
                Speaks.MQTT_5,
                Manner.MODERN,
                call.substring(0, blank),
                json(call.substring(blank + 1)),
                new Outcome(200, json(answer)),
                "DONE",
                WORK,
                LEASE);
    }

    Role failing() {
        Outcome failed = new Outcome(500, outcome.body());
        return new Role(deviceId, speaks, manner, method, payload, failed, "FAILED DEVICE_ERROR", work, lease);
    }

    /** A device of the old kind: MQTT 3.1.1, and it does nothing but poll. */
    Role old() {
        return new Role(
                deviceId, Speaks.MQTT_3_1_1, Manner.POLLS_ONLY, method, payload, outcome, expected, work, lease);
    }

    Role working(Duration time) {
        return new Role(deviceId, speaks, manner, method, payload, outcome, expected, time, lease);
    }

    Role leased(Duration time) {
        return new Role(deviceId, speaks, manner, method, payload, outcome, expected, work, time);
    }

    Role promising(String end) {
        return new Role(deviceId, speaks, manner, method, payload, outcome, end, work, lease);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }
}
