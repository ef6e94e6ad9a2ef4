package io.asyncrpc.fleet.chaos.fault;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;

/**
 * Where the parts listen.
 *
 * @param health the core's management port
 * @param management RabbitMQ's management API
 */
public record Addresses(
        InetSocketAddress amqp,
        InetSocketAddress postgres,
        InetSocketAddress mqtt,
        InetSocketAddress core,
        InetSocketAddress health,
        InetSocketAddress bridge,
        InetSocketAddress management) {

    /** @throws IllegalArgumentException naming what is missing */
    public static Addresses from(Map<String, String> environment) {
        return new Addresses(
                port(environment, "RABBITMQ_PORT"),
                port(environment, "POSTGRES_PORT"),
                port(environment, "MQTT_PORT"),
                url(environment, "CORE_URL"),
                url(environment, "CORE_MANAGEMENT_URL"),
                url(environment, "BRIDGE_URL"),
                url(environment, "RABBITMQ_MANAGEMENT_URL"));
    }

    private static InetSocketAddress port(Map<String, String> environment, String name) {
        return local(Integer.parseInt(required(environment, name)));
    }

    private static InetSocketAddress url(Map<String, String> environment, String name) {
        return local(URI.create(required(environment, name)).getPort());
    }

    private static InetSocketAddress local(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set; ./iot chaos sets everything that is needed");
        }
        return value;
    }
}
