package io.asyncrpc.core.house;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.Map;

/** RabbitMQ's management API, as the tests' own user. */
final class BrokerManagement {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String authorization;

    BrokerManagement(Map<String, String> engines) {
        url = engines.get("RABBITMQ_MANAGEMENT_URL") + "/api/";
        String login = engines.get("RABBITMQ_USER") + ":" + engines.get("RABBITMQ_PASSWORD");
        authorization = "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
    }

    void put(String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                send(request(path).PUT(BodyPublishers.ofString(json)).build());
        if (answer.statusCode() >= 300) {
            throw new IOException("PUT " + path + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    void delete(String path) throws IOException, InterruptedException {
        send(request(path).DELETE().build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", authorization)
                .header("Content-Type", "application/json");
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }
}
