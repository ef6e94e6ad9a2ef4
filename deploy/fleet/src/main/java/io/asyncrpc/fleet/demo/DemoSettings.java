package io.asyncrpc.fleet.demo;

import io.asyncrpc.fleet.device.DeviceChannel.Broker;
import java.net.URI;
import java.util.Map;

/** Where the system is and who asks, from the environment: API_URL, MQTT_HOST, MQTT_PORT, TOKEN. */
public record DemoSettings(URI api, Broker broker, String token) {

    /** @throws IllegalArgumentException naming what is missing or wrong */
    public static DemoSettings from(Map<String, String> environment) {
        return new DemoSettings(
                URI.create(required(environment, "API_URL")),
                new Broker(required(environment, "MQTT_HOST"), port(required(environment, "MQTT_PORT"))),
                required(environment, "TOKEN"));
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set; ./iot demo sets everything that is needed");
        }
        return value.strip();
    }

    private static int port(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("MQTT_PORT is not a number: " + value, e);
        }
    }

    @Override
    public String toString() {
        return "DemoSettings[" + api + ", " + broker + "]";
    }
}
