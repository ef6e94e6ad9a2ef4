package io.asyncrpc.fleet.load;

import io.asyncrpc.fleet.device.DeviceChannel.Broker;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * The system under load.
 *
 * @param tokens sign as its identity provider does
 * @param state the launcher's folder, where process ids are and ours are kept
 */
public record Installation(URI api, Broker broker, Tokens tokens, Path state) {

    /** @throws IllegalArgumentException naming what is missing or wrong */
    public static Installation from(Map<String, String> environment) {
        Broker broker = new Broker(required(environment, "MQTT_HOST"), port(required(environment, "MQTT_PORT")));
        Tokens tokens = new Tokens(
                Path.of(required(environment, "JWT_PRIVATE_KEY_FILE")),
                required(environment, "JWT_ISSUER"),
                required(environment, "JWT_AUDIENCE"));
        return new Installation(
                URI.create(required(environment, "API_URL")),
                broker,
                tokens,
                Path.of(required(environment, "IOT_STATE")));
    }

    /** The same with other addresses, as seen through a proxy. */
    public Installation at(URI otherApi, Broker otherBroker) {
        return new Installation(otherApi, otherBroker, tokens, state);
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set; ./iot sets everything that is needed");
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
}
