package io.asyncrpc.fleet.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The public API as one client with one token sees it. */
public final class ApiClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final String api;
    private final String token;

    /** @param address the gateway, without a path */
    public ApiClient(URI address, String token) {
        this.api = address.toString().replaceFirst("/+$", "") + "/api/v1";
        this.token = token;
    }

    public void register(String deviceId, String description) {
        call("PUT", "/devices/" + deviceId, JSON.createObjectNode().put("description", description));
    }

    /** A new password; the old one ends. */
    public Credentials credentials(String deviceId) {
        JsonNode shown = call("POST", "/devices/" + deviceId + "/credentials", null);
        return new Credentials(
                shown.path("username").asText(), shown.path("password").asText());
    }

    /** @param lease how long the device may be silent while it works */
    public Task submit(String deviceId, String method, JsonNode payload, Duration lease) {
        ObjectNode body = JSON.createObjectNode()
                .put("deviceId", deviceId)
                .put("method", method)
                .put("lease", lease.toSeconds());
        body.set("payload", payload);
        return task(call("POST", "/tasks", body));
    }

    /** Cancels a task that waits; asks a device that holds it to stop. */
    public Task cancel(String id) {
        return task(call("POST", "/tasks/" + id + "/cancel", null));
    }

    public Task task(String id) {
        return task(call("GET", "/tasks/" + id, null));
    }

    /** Every move of a task so far, oldest first. */
    public List<Move> history(String id) {
        JsonNode items = call("GET", "/tasks/" + id + "/history", null).path("items");
        return StreamSupport.stream(items.spliterator(), false)
                .map(ApiClient::move)
                .toList();
    }

    @Override
    public void close() {
        http.close();
    }

    private JsonNode call(String method, String path, @Nullable JsonNode body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, publisher(body))
                .build();
        HttpResponse<String> response = send(request);
        JsonNode answer = parse(response.body());
        if (response.statusCode() >= 300) {
            throw ApiException.of(method + " " + path, response.statusCode(), answer);
        }
        return answer;
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new ApiException("no answer from " + request.uri() + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException("interrupted while waiting for " + request.uri());
        }
    }

    private static BodyPublisher publisher(@Nullable JsonNode body) {
        return body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString());
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return JSON.createObjectNode().put("detail", body);
        }
    }

    private static Task task(JsonNode json) {
        JsonNode result = json.path("result");
        return new Task(
                json.path("id").asText(),
                json.path("state").asText(),
                json.path("outcome").asText(""),
                json.path("waitReason").asText(""),
                result.path("statusCode").asInt(),
                result.path("body").isMissingNode() ? "" : result.path("body").toString(),
                json.path("failure").path("code").asText(""));
    }

    private static Move move(JsonNode json) {
        return new Move(
                json.path("version").asLong(),
                json.path("from").asText(""),
                json.path("to").asText(),
                json.path("cause").asText(),
                json.path("attempt").asInt());
    }
}
