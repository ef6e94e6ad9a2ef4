package io.asyncrpc.fleet.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.asyncrpc.fleet.device.Said.Outcome;
import java.io.IOException;

/**
 * One device of the play: what it is called, what it is asked, and what the play promises to come of it.
 *
 * @param deviceId the same in every run, so that a second run finds its devices again
 * @param expected state and failure code the task must end with
 */
record Role(
        String deviceId,
        Speaks speaks,
        boolean awayFirst,
        String method,
        JsonNode payload,
        Outcome outcome,
        String expected) {

    private static final ObjectMapper JSON = new ObjectMapper();

    enum Speaks {
        MQTT_5("MQTT 5"),
        MQTT_3_1_1("MQTT 3.1.1");

        final String title;

        Speaks(String title) {
            this.title = title;
        }
    }

    static Role present(String deviceId, Speaks speaks, String call, String answer) {
        return of(deviceId, speaks, false, call, new Outcome(200, json(answer)), "DONE");
    }

    static Role away(String deviceId, Speaks speaks, String call, String answer) {
        return of(deviceId, speaks, true, call, new Outcome(200, json(answer)), "DONE");
    }

    static Role failing(String deviceId, Speaks speaks, String call, String answer) {
        return of(deviceId, speaks, false, call, new Outcome(500, json(answer)), "FAILED DEVICE_ERROR");
    }

    /** @param call a method, a blank, and its payload */
    private static Role of(
            String deviceId, Speaks speaks, boolean awayFirst, String call, Outcome outcome, String expected) {
        int blank = call.indexOf(' ');
        JsonNode payload = json(call.substring(blank + 1));
        return new Role(deviceId, speaks, awayFirst, call.substring(0, blank), payload, outcome, expected);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }
}
