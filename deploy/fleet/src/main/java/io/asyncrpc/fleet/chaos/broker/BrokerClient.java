package io.asyncrpc.fleet.chaos.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** The management API of RabbitMQ. */
public final class BrokerClient implements AutoCloseable {

    /** The house's own users may not read dead queues; this one may, and lives as long as the client. */
    private static final String READER = "chaos-reader";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MANY = 10_000;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String api;
    private final String administrator;
    private final String reader;

    /** @param management of an administrator; the address without {@code /api} */
    public BrokerClient(URI management, String user, String password) {
        this.api = management.toString().replaceFirst("/+$", "") + "/api/";
        this.administrator = basic(user, password);
        String secret = UUID.randomUUID().toString();
        this.reader = basic(READER, secret);
        put("users/" + READER, JSON.createObjectNode().put("password", secret).put("tags", "management"));
    }

    /** Puts a message of any bytes onto an exchange; the default one is {@code amq.default}. */
    public void publish(String vhost, String exchange, String routingKey, byte[] body) {
        ObjectNode message = JSON.createObjectNode()
                .put("routing_key", routingKey)
                .put("payload", Base64.getEncoder().encodeToString(body))
                .put("payload_encoding", "base64");
        message.putObject("properties").put("delivery_mode", 2);
        JsonNode answer =
                post("exchanges/" + encoded(vhost) + "/" + encoded(exchange) + "/publish", message, administrator);
        if (!answer.path("routed").asBoolean()) {
            throw new BrokerException("no queue took the message for " + routingKey);
        }
    }

    /** What lies in a queue, which stays there. */
    public List<DeadMessage> look(String vhost, String queue) {
        permitReading(vhost);
        ObjectNode wish = JSON.createObjectNode()
                .put("count", MANY)
                .put("ackmode", "ack_requeue_true")
                .put("encoding", "base64");
        List<DeadMessage> messages = new ArrayList<>();
        for (JsonNode item : post("queues/" + encoded(vhost) + "/" + encoded(queue) + "/get", wish, reader)) {
            String body =
                    new String(Base64.getDecoder().decode(item.path("payload").asText()), UTF_8);
            messages.add(new DeadMessage(
                    body,
                    item.path("properties").path("headers").path("x-reason").asText("")));
        }
        return messages;
    }

    /** Does the broker hold back everybody who publishes, for want of memory or disk? */
    public boolean isInAlarm() {
        return send(request("health/checks/local-alarms", administrator).GET()).statusCode() == 503;
    }

    @Override
    public void close() {
        send(request("users/" + READER, administrator).DELETE());
        http.close();
    }

    private void permitReading(String vhost) {
        put(
                "permissions/" + encoded(vhost) + "/" + READER,
                JSON.createObjectNode()
                        .put("configure", "^$")
                        .put("write", "^$")
                        .put("read", "\\.dead$"));
    }

    private void put(String path, JsonNode body) {
        checked(send(request(path, administrator).PUT(BodyPublishers.ofString(body.toString()))));
    }

    private JsonNode post(String path, JsonNode body, String who) {
        HttpResponse<String> answer = checked(send(request(path, who).POST(BodyPublishers.ofString(body.toString()))));
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new BrokerException("not JSON: " + answer.body(), e);
        }
    }

    private HttpRequest.Builder request(String path, String who) {
        return HttpRequest.newBuilder(URI.create(api + path))
                .timeout(PATIENCE)
                .header("Authorization", who)
                .header("Content-Type", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        HttpRequest built = request.build();
        try {
            return http.send(built, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new BrokerException("no answer from " + built.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerException("interrupted", e);
        }
    }

    private static HttpResponse<String> checked(HttpResponse<String> answer) {
        if (answer.statusCode() >= 300) {
            throw new BrokerException(
                    answer.request().uri() + " answered " + answer.statusCode() + " " + answer.body());
        }
        return answer;
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, UTF_8);
    }
}
