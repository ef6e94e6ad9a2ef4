package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Installation.variable;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** The broker's users, asked for as the one of the house that administers it. */
final class BrokerUsers {

    private static final Path SECRETS =
            Installation.PROJECT.resolve(variable("IOT_STATE")).resolve("secrets");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private BrokerUsers() {}

    static List<String> names() {
        return JsonPath.from(get("users?columns=name")).getList("name");
    }

    static String get(String path) {
        Response answer = administrator().get(url(path));
        return answer.then().statusCode(200).extract().asString();
    }

    /** Words to a device that the house did not say. */
    static void say(String deviceId, String suffix, int times) {
        String credentials = "bridge:" + secret("BRIDGE_RABBITMQ_PASSWORD");
        String word = """
                {"routing_key":"srv.%s.%s","payload":"{}","payload_encoding":"string","properties":{}}""".formatted(deviceId, suffix);
        HttpRequest request = HttpRequest.newBuilder(URI.create(url("exchanges/devices/amq.topic/publish")))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)))
                .POST(BodyPublishers.ofString(word))
                .build();
        try (HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            IntStream.range(0, times)
                    .mapToObj(i -> threads.submit(() -> client.send(request, BodyHandlers.ofString())))
                    .toList()
                    .forEach(answer ->
                            assertThat(answer).succeedsWithin(PATIENCE).matches(it -> it.statusCode() == 200));
        }
    }

    private static RequestSpecification administrator() {
        return given().auth().preemptive().basic("bridge", secret("BRIDGE_RABBITMQ_PASSWORD"));
    }

    private static String url(String path) {
        return variable("RABBITMQ_MANAGEMENT_URL") + "/api/" + path;
    }

    private static String secret(String name) {
        return Installation.read(SECRETS)
                .lines()
                .filter(line -> line.startsWith(name + "="))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 1);
    }
}
