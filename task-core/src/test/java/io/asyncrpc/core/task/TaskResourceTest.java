package io.asyncrpc.core.task;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import io.asyncrpc.core.house.Api;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tasks over HTTP, as the protocol has it. */
@QuarkusTest
class TaskResourceTest extends CoreTest {
    private static final String TASKS = "/api/v1/tasks";

    @Test
    void submittedTaskIsShownWhole() {
        // Given
        String device = api.device();

        // When
        Response answer = api.operator()
                .body("{\"deviceId\":\"" + device + "\",\"method\":\"open-valve\",\"payload\":{\"percent\":  1.50},"
                        + "\"priority\":5,\"ttl\":60,\"externalId\":\"order 1\"}")
                .post(TASKS);

        // Then
        answer.then()
                .statusCode(202)
                .header("Location", matchesRegex("/api/v1/tasks/[0-9a-f-]{36}"))
                .header("ETag", "W/\"1\"")
                .contentType("application/json");
        assertThat(answer.asString()).contains("\"payload\":{\"percent\":  1.50}");
        JsonNode task = Api.json(answer);
        assertThat(task.path("state").asText()).isEqualTo("NEW");
        assertThat(task.path("waitReason").asText()).isEqualTo("DEVICE_OFFLINE");
        assertThat(task.path("externalId").asText()).isEqualTo("order 1");
        assertThat(task.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "id",
                        "deviceId",
                        "method",
                        "payload",
                        "state",
                        "outcome",
                        "waitReason",
                        "priority",
                        "attempt",
                        "maxAttempts",
                        "version",
                        "externalId",
                        "createdAt",
                        "notBefore",
                        "expiresAt",
                        "pendingAt",
                        "lockedAt",
                        "leaseUntil",
                        "finishedAt",
                        "progress",
                        "result",
                        "results",
                        "failure",
                        "cancelRequestedAt");
        assertThat(Api.json(api.viewer().get(answer.header("Location")))).isEqualTo(task);
    }

    @Test
    void unchangedTaskIsNotSentAgain() {
        // Given
        String path = TASKS + "/" + api.task(api.device());

        // Then
        api.viewer()
                .header("If-None-Match", "W/\"1\"")
                .get(path)
                .then()
                .statusCode(304)
                .header("ETag", "W/\"1\"");
        api.viewer().header("If-None-Match", "W/\"2\"").get(path).then().statusCode(200);
    }

    @Test
    void nobodyElsesTaskIsUnchanged() {
        // Given
        String path = TASKS + "/" + api.task(api.device());

        // When
        Response answer = new Api().viewer().header("If-None-Match", "W/\"1\"").get(path);

        // Then
        answer.then().statusCode(404).body("code", equalTo("not-found"));
    }

    @Test
    void everyAnswerThatShowsOneTaskTellsWhetherItIsFinal() {
        // Given
        Response submitted =
                submit("key " + UUID.randomUUID(), "{\"deviceId\":\"" + api.device() + "\",\"method\":\"1\"}");
        String path = submitted.header("Location");

        // Then
        submitted.then().header("Task-Final", "false");
        api.viewer().get(path).then().header("Task-Final", "false");
        api.viewer()
                .header("If-None-Match", "W/\"1\"")
                .get(path)
                .then()
                .statusCode(304)
                .header("Task-Final", "false");
        api.operator().post(path + "/cancel").then().statusCode(200).header("Task-Final", "true");
        api.viewer().get(path).then().header("Task-Final", "true");
        api.viewer()
                .header("If-None-Match", "W/\"2\"")
                .get(path)
                .then()
                .statusCode(304)
                .header("Task-Final", "true");
    }

    @Test
    void sameKeyAndBodyGiveTheSameTaskAsItIsNow() {
        // Given
        String body = "{\"deviceId\":\"" + api.device() + "\",\"method\":\"1\"}";
        String key = "key " + UUID.randomUUID();
        String first = submit(key, body)
                .then()
                .statusCode(202)
                .header("Idempotency-Replayed", nullValue())
                .extract()
                .path("id");
        api.operator().post(TASKS + "/" + first + "/cancel").then().statusCode(200);

        // When
        Response again = submit(key, body);

        // Then
        again.then()
                .statusCode(202)
                .header("Idempotency-Replayed", "true")
                .header("Location", TASKS + "/" + first)
                .body("id", equalTo(first), "state", equalTo("CANCELED"));
        submit(key, body + " ").then().statusCode(422).body("code", equalTo("idempotency-key-reused"));
        submit("k".repeat(255), body).then().statusCode(202);
        submit("k".repeat(256), body).then().statusCode(400);
    }

    @Test
    void keysOfOtherOrganisationsAreOtherKeys() {
        // Given
        Api other = new Api();
        String first = submit("key", "{\"deviceId\":\"" + api.device() + "\",\"method\":\"1\"}")
                .path("id");

        // When
        Response answer = other.operator()
                .header("Idempotency-Key", "key")
                .body("{\"deviceId\":\"" + other.device() + "\",\"method\":\"1\"}")
                .post(TASKS);

        // Then
        assertThat(answer.then().statusCode(202).extract().<String>path("id")).isNotEqualTo(first);
    }

    private Response submit(String key, String body) {
        return api.operator().header("Idempotency-Key", key).body(body).post(TASKS);
    }

    @Test
    void payloadOf256KiBIsKeptAndOneByteMoreIsTooLarge() {
        // Given
        String device = api.device();
        String most = "\"" + "\\u0041".repeat(43_690) + "xx\"";

        // When
        JsonNode task = api.submit(device, ",\"payload\":" + most);

        // Then
        assertThat(most.getBytes(UTF_8)).hasSize(262_144);
        assertThat(api.viewer().get(TASKS + "/" + task.path("id").asText()).asString())
                .contains("\"payload\":" + most);
        api.operator()
                .body("{\"deviceId\":\"" + device + "\",\"method\":\"1\",\"payload\":" + most.replace("xx", "xxx")
                        + "}")
                .post(TASKS)
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("code", equalTo("too-large"));
    }

    /** Says only the head: who is still writing when the answer comes may find the connection closed instead. */
    @Test
    void bodyOverTheLimitIsRefusedByItsHead() throws IOException {
        // Given
        String head = "POST " + TASKS + " HTTP/1.1\r\nHost: core\r\nAuthorization: Bearer "
                + Tokens.of(api.org(), "operator")
                + "\r\nContent-Type: application/json\r\nContent-Length: 600000\r\n\r\n";

        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(8_000);

            // When
            socket.getOutputStream().write(head.getBytes(US_ASCII));

            // Then
            assertThat(socket.getInputStream().readNBytes(12))
                    .asString(US_ASCII)
                    .isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void whatIsNotOnesOwnIsNotThere() {
        // Given
        Api other = new Api();
        String device = other.device();
        String task = other.task(device);

        // Then
        for (String path : new String[] {
            "/" + task, "/" + task + "/history", "/" + UUID.randomUUID(), "/no-id", "/%00", "/1-1-1-1-1"
        }) {
            api.viewer()
                    .urlEncodingEnabled(false)
                    .get(TASKS + path)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json")
                    .body("code", equalTo("not-found"), "type", equalTo("urn:asyncrpc:problem:not-found"));
        }
        api.operator().post(TASKS + "/" + task + "/cancel").then().statusCode(404);
        api.operator()
                .body("{\"deviceId\":\"" + device + "\",\"method\":\"1\"}")
                .post(TASKS)
                .then()
                .statusCode(404)
                .body("code", equalTo("device-not-found"));
        assertThat(Api.json(api.viewer().get(TASKS + "?deviceId=" + device)).path("items"))
                .isEmpty();
        assertThat(other.get(task).path("state").asText()).isEqualTo("NEW");
    }

    @Test
    void cancelIsSaidOnceAndIsFinal() {
        // Given
        String task = api.task(api.device());
        String cancel = TASKS + "/" + task + "/cancel";

        // Then
        api.operator()
                .body("{\"force\":false,\"deadline\":5}")
                .post(cancel)
                .then()
                .statusCode(200)
                .header("ETag", "W/\"2\"")
                .body("state", equalTo("CANCELED"), "outcome", equalTo("KNOWN"), "finishedAt", notNullValue());
        api.operator().post(cancel).then().statusCode(200).body("version", equalTo(2));
        api.operator()
                .body("{\"why\":1}")
                .post(cancel)
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/why"));
        api.operator().body("[").post(cancel).then().statusCode(400);
    }

    @Test
    void historyHasALineForEachVersion() {
        // Given
        String task = api.task(api.device());
        api.operator().post(TASKS + "/" + task + "/cancel");
        String history = TASKS + "/" + task + "/history";

        // When
        JsonNode all = Api.json(api.viewer().get(history));
        Response first = api.viewer().get(history + "?limit=1");
        JsonNode second = Api.json(api.viewer()
                .get(history + "?limit=1&cursor=" + Api.json(first).path("next").asText()));

        // Then
        assertThat(all.at("/items/0/from").isNull()).isTrue();
        assertThat(all.at("/items/0/cause").asText()).isEqualTo("SUBMITTED");
        assertThat(all.at("/items/1/from").asText()).isEqualTo("NEW");
        assertThat(all.at("/items/1/to").asText()).isEqualTo("CANCELED");
        assertThat(all.at("/items/1/version").asInt()).isEqualTo(2);
        assertThat(all.path("next").isNull()).isTrue();
        assertThat(Objects.requireNonNull(first.header("Link")))
                .isEqualTo("<" + history + "?limit=1&cursor=1>; rel=\"next\"");
        assertThat(second.path("items").size()).isEqualTo(1);
        assertThat(second.at("/items/0")).isEqualTo(all.at("/items/1"));
        for (String bad : new String[] {"?cursor=x", "?cursor=99999999999", "?limit=0", "?foo=1", "?limit=1&limit=2"}) {
            api.viewer().get(history + bad).then().statusCode(400);
        }
    }
}
