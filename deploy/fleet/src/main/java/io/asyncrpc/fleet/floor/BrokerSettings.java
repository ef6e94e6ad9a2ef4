package io.asyncrpc.fleet.floor;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** The broker as the bridge sees it, whose place is taken: RABBITMQ_HOST, _PORT, _DEVICE_VHOST, BRIDGE_RABBITMQ_PASSWORD. */
record BrokerSettings(String host, int port, String vhost, String password) {

    private static final String USER = "bridge";

    /** @throws IllegalArgumentException naming what is missing or wrong */
    static BrokerSettings from(Map<String, String> environment) {
        return new BrokerSettings(
                required(environment, "RABBITMQ_HOST"),
                port(required(environment, "RABBITMQ_PORT")),
                required(environment, "RABBITMQ_DEVICE_VHOST"),
                required(environment, "BRIDGE_RABBITMQ_PASSWORD"));
    }

    /** It does not come back by itself: a broker that goes away ends the run. */
    Connection connect() throws IOException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(host);
        factory.setPort(port);
        factory.setVirtualHost(vhost);
        factory.setUsername(USER);
        factory.setPassword(password);
        factory.setAutomaticRecoveryEnabled(false);
        try {
            return factory.newConnection("floor");
        } catch (TimeoutException e) {
            throw new IOException("no answer from the broker at " + host + ":" + port, e);
        }
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set; ./iot bench floor sets everything that is needed");
        }
        return value.strip();
    }

    private static int port(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("RABBITMQ_PORT is not a number: " + value, e);
        }
    }

    @Override
    public String toString() {
        return "BrokerSettings[%s:%d/%s]".formatted(host, port, vhost);
    }
}
