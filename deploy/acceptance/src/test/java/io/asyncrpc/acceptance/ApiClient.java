package io.asyncrpc.acceptance;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncrpc.acceptance.Token.Role;
import io.restassured.config.EncoderConfig;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** One client of the API with one token; the named calls succeed or the test fails. */
record ApiClient(String token, String url) {

    private static final RestAssuredConfig CONFIG = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig()
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                    .encodeContentTypeAs("application/x-www-form-urlencoded", ContentType.TEXT))
            .httpClient(HttpClientConfig.httpClientConfig()
                    .setParam("http.connection.timeout", 5_000)
                    .setParam("http.socket.timeout", 70_000));

    ApiClient(String token) {
        this(token, Installation.API);
    }

    static ApiClient of(String organisation, Role role) {
        return new ApiClient(Token.of(organisation, role).sign(Installation.JWT_KEY));
    }

    /** A request without a token and without anything taken for granted. */
    static RequestSpecification anonymous() {
        return given().config(CONFIG)
                .baseUri(Installation.API)
                .basePath("/api/v1")
                .urlEncodingEnabled(false);
    }

    /** The same at another door. */
    ApiClient at(Replica door) {
        return new ApiClient(token, door.url());
    }

    RequestSpecification request() {
        return anonymous().baseUri(url).header("Authorization", "Bearer " + token);
    }

    RequestSpecification json(String body) {
        return request().contentType("application/json").body(body.getBytes(UTF_8));
    }

    Response post(String path, String body) {
        return json(body).post(path);
    }

    Response get(String path) {
        return request().get(path);
    }

    /** Submits and returns the new task's id. */
    String submit(String deviceId, String method, String more) {
        return post("/tasks", Bodies.task(deviceId, method, more))
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    JsonPath task(String id) {
        return get("/tasks/" + id).then().statusCode(200).extract().jsonPath();
    }

    List<String> states(String id) {
        return history(id).getList("items.to");
    }

    JsonPath history(String id) {
        return get("/tasks/" + id + "/history").then().statusCode(200).extract().jsonPath();
    }

    /** How many tasks a device ever got. */
    int taskCount(String deviceId) {
        return get("/tasks?limit=200&deviceId=" + deviceId)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items")
                .size();
    }

    JsonPath awaitState(String id, String state, Duration patience) {
        Awaitility.await("task " + id + " is " + state)
                .atMost(patience)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> task(id).getString("state"), state::equals);
        return task(id);
    }

    JsonPath awaitState(String id, String state) {
        return awaitState(id, state, Duration.ofSeconds(10));
    }

    /** Until the core has heard that the device came, or went. */
    JsonPath awaitConnected(String deviceId, boolean connected) {
        return awaitConnected(deviceId, connected, Duration.ofSeconds(20));
    }

    JsonPath awaitConnected(String deviceId, boolean connected, Duration patience) {
        return Patience.until(
                patience,
                () -> get("/devices/" + deviceId).jsonPath(),
                device -> device.getBoolean("connected") == connected);
    }
}
