package io.asyncrpc.core.house;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/** The core's HTTP API as one organisation that nobody else has, with devices of its own. */
public final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final String org = "org-" + UUID.randomUUID();

    public String org() {
        return org;
    }

    public RequestSpecification viewer() {
        return as("viewer");
    }

    public RequestSpecification operator() {
        return as("viewer", "operator");
    }

    public RequestSpecification admin() {
        return as("viewer", "operator", "admin");
    }

    private RequestSpecification as(String... roles) {
        return with(Tokens.of(org, roles));
    }

    public static RequestSpecification with(String token) {
        return given().auth().oauth2(token).contentType(ContentType.JSON);
    }

    public static String newId() {
        return "dev-" + UUID.randomUUID();
    }

    /** Registers a device that nobody had before. */
    public String device() {
        String id = newId();
        admin().body("{}").put("/api/v1/devices/" + id).then().statusCode(201);
        return id;
    }

    /** Submits a task; the fields begin with a comma. */
    public JsonNode submit(String deviceId, String fields) {
        Response answer = operator()
                .body("{\"deviceId\":\"" + deviceId + "\",\"method\":\"17\"" + fields + "}")
                .post("/api/v1/tasks");
        answer.then().statusCode(202);
        return json(answer);
    }

    /** The id of a task that was just submitted. */
    public String task(String deviceId) {
        return submit(deviceId, "").path("id").asText();
    }

    public JsonNode get(String taskId) {
        Response answer = viewer().get("/api/v1/tasks/" + taskId);
        answer.then().statusCode(200);
        return json(answer);
    }

    /** The task, as soon as it has that state. */
    public JsonNode await(String taskId, String state) {
        Waiting.until(
                taskId + " is " + state,
                () -> get(taskId).path("state").asText().equals(state));
        return get(taskId);
    }

    public static JsonNode json(Response answer) {
        try {
            return JSON.readTree(answer.asByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
