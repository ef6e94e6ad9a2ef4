package io.asyncrpc.core.house;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * The real PostgreSQL and RabbitMQ of {@code ./iot engines}, with a virtual host that these tests have for themselves:
 * nobody else's core takes their reports. Each run begins empty. The core uses its own broker user with its own
 * permissions.
 */
public class TestEngines implements QuarkusTestResourceLifecycleManager {
    private static final String NAME = "core-test";
    private static final Path DEFINITIONS = Path.of("..", "deploy", "rabbitmq", "definitions.json");

    @Override
    public Map<String, String> start() {
        try {
            Map<String, String> engines = Engines.variables();
            emptyDatabase(engines);
            makeVirtualHost(new BrokerManagement(engines));
            return configuration(engines);
        } catch (IOException | InterruptedException | SQLException e) {
            throw new IllegalStateException("no engines for the tests: is ./iot engines well?", e);
        }
    }

    private static Map<String, String> configuration(Map<String, String> engines) throws IOException {
        Map<String, String> config = new HashMap<>(engines);
        config.put("RABBITMQ_HOUSE_VHOST", NAME);
        // By their property names: the variables also stand in the environment, for the tests' own user.
        config.put("rabbitmq-username", engines.get("CORE_RABBITMQ_USER"));
        config.put("rabbitmq-password", engines.get("CORE_RABBITMQ_PASSWORD"));
        config.put("test.rabbitmq.user", engines.get("RABBITMQ_USER"));
        config.put("test.rabbitmq.password", engines.get("RABBITMQ_PASSWORD"));
        config.put(
                "GATEWAY_KEYS",
                Path.of(engines.get("IOT_STATE"), "gateway-keys.json").toString());
        config.put("BRIDGE_URL", "http://127.0.0.1:" + freePort());
        config.put("quarkus.http.test-port", "0");
        config.put("quarkus.management.test-port", "0");
        return config;
    }

    private static void emptyDatabase(Map<String, String> engines) throws SQLException {
        if (!Files.exists(Path.of(engines.get("IOT_STATE"), "for-tests"))) {
            throw new IllegalStateException("these engines are not for tests; nothing was touched");
        }
        String url = "jdbc:postgresql://" + engines.get("POSTGRES_HOST") + ":" + engines.get("POSTGRES_PORT") + "/"
                + engines.get("POSTGRES_DB");
        try (Connection connection = DriverManager.getConnection(
                        url, engines.get("POSTGRES_USER"), engines.get("POSTGRES_PASSWORD"));
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema if exists core cascade");
        }
    }

    /** The house's queues and the core's permissions, as they are in {@code deploy/rabbitmq/definitions.json}. */
    private static void makeVirtualHost(BrokerManagement broker) throws IOException, InterruptedException {
        JsonNode definitions = new ObjectMapper().readTree(DEFINITIONS.toFile());
        broker.delete("vhosts/" + NAME);
        broker.put("vhosts/" + NAME, "{}");
        broker.put("permissions/" + NAME + "/test", "{\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}");
        for (JsonNode permission : definitions.path("permissions")) {
            if (isOfHouse(permission) && permission.path("user").asText().equals("core")) {
                broker.put("permissions/" + NAME + "/core", permission.toString());
            }
        }
        for (JsonNode exchange : definitions.path("exchanges")) {
            if (isOfHouse(exchange)) {
                broker.put("exchanges/" + NAME + "/" + exchange.path("name").asText(), exchange.toString());
            }
        }
        for (JsonNode queue : definitions.path("queues")) {
            if (isOfHouse(queue)) {
                broker.put("queues/" + NAME + "/" + queue.path("name").asText(), queue.toString());
            }
        }
    }

    private static boolean isOfHouse(JsonNode definition) {
        return definition.path("vhost").asText().equals("house");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void stop() {
        // The engines go on for the next tests; ./iot engines down ends them.
    }
}
