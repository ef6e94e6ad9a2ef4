package io.asyncrpc.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The real RabbitMQ of {@code ./iot engines}, with a virtual host that these tests have for themselves. The door uses its
 * own broker user with its own permissions.
 */
public final class TestBroker implements QuarkusTestResourceLifecycleManager {
    public static final String VHOST = "gateway-test";

    @Override
    public Map<String, String> start() {
        try {
            Map<String, String> engines = engines();
            makeVirtualHost(engines);
            return Map.of(
                    "gateway.broker.host", engines.get("RABBITMQ_HOST"),
                    "gateway.broker.port", engines.get("RABBITMQ_PORT"),
                    "gateway.broker.user", engines.get("GATEWAY_RABBITMQ_USER"),
                    "gateway.broker.password", engines.get("GATEWAY_RABBITMQ_PASSWORD"),
                    "gateway.broker.house-vhost", VHOST,
                    "test.rabbitmq.user", engines.get("RABBITMQ_USER"),
                    "test.rabbitmq.password", engines.get("RABBITMQ_PASSWORD"));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("no broker for the tests: is ./iot engines well?", e);
        }
    }

    private static void makeVirtualHost(Map<String, String> engines) throws IOException, InterruptedException {
        JsonObject definitions =
                new JsonObject(Files.readString(Path.of("..", "deploy", "rabbitmq", "definitions.json")));
        ask(engines, "DELETE", "vhosts/" + VHOST, "");
        ask(engines, "PUT", "vhosts/" + VHOST, "{}");
        ask(
                engines,
                "PUT",
                "permissions/" + VHOST + "/test",
                "{\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}");
        for (Object one : definitions.getJsonArray("permissions")) {
            JsonObject permission = (JsonObject) one;
            if (permission.getString("user").equals("gateway")) {
                ask(engines, "PUT", "permissions/" + VHOST + "/gateway", permission.encode());
            }
        }
        for (Object one : definitions.getJsonArray("exchanges")) {
            JsonObject exchange = (JsonObject) one;
            if (exchange.getString("vhost").equals("house")) {
                ask(engines, "PUT", "exchanges/" + VHOST + "/" + exchange.getString("name"), exchange.encode());
            }
        }
    }

    /** Closes every connection of the door, as a restart of the broker would. */
    public static void hangUp() throws IOException, InterruptedException {
        Map<String, String> engines = engines();
        ask(engines, "DELETE", "connections/username/" + engines.get("GATEWAY_RABBITMQ_USER"), "");
    }

    private static void ask(Map<String, String> engines, String method, String path, String body)
            throws IOException, InterruptedException {
        String login = engines.get("RABBITMQ_USER") + ":" + engines.get("RABBITMQ_PASSWORD");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(engines.get("RABBITMQ_MANAGEMENT_URL") + "/api/" + path))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        int status = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request, BodyHandlers.ofString())
                .statusCode();
        if (status >= 300 && !(method.equals("DELETE") && status == 404)) {
            throw new IOException(method + " " + path + ": " + status);
        }
    }

    /** By the environment, or by asking the launcher. */
    private static Map<String, String> engines() throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(System.getenv());
        if (!all.containsKey("GATEWAY_RABBITMQ_PASSWORD")) {
            Process process = new ProcessBuilder("bash", "-c", "cd .. && eval \"$(./iot engines)\" && env")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("./iot engines failed");
            }
            out.lines().filter(line -> line.contains("=")).forEach(line -> {
                int equals = line.indexOf('=');
                all.put(line.substring(0, equals), line.substring(equals + 1));
            });
        }
        return all;
    }

    @Override
    public void stop() {
        // The engines go on for the next tests.
    }
}
