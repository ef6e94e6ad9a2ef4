package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a client gets for its submit, and for saying it twice. */
class SubmitIT {

    private final Organisation organisation = Organisation.fresh();
    private final ApiClient operator = organisation.operator();
    private final String deviceId = organisation.register();
    private final String body = Bodies.task(deviceId, "open", "\"payload\":1");

    @Test
    void isAnsweredWithTheTaskAndWhereItIs() {
        // When
        Response accepted = operator.post("/tasks", body);

        // Then
        accepted.then().statusCode(202);
        var task = accepted.jsonPath();
        assertThat(accepted.header("Location")).endsWith("/api/v1/tasks/" + task.getString("id"));
        assertThat(accepted.header("ETag")).isEqualTo("W/\"%d\"".formatted(task.getLong("version")));
        assertThat(task.getString("state")).isEqualTo("NEW");
        assertThat(task.getInt("priority")).isZero();
        assertThat(task.getInt("attempt")).isZero();
        assertThat(task.getInt("maxAttempts")).isEqualTo(3);
        Instant createdAt = Instant.parse(task.getString("createdAt"));
        assertThat(Instant.parse(task.getString("expiresAt"))).isEqualTo(createdAt.plusSeconds(3_600));
    }

    @Test
    void countsItsTimeFromNotBefore() {
        // Given
        Instant notBefore =
                Instant.parse(Instant.now().plusSeconds(7_200).toString().substring(0, 19) + "Z");

        // When
        Response accepted = operator.post(
                "/tasks", Bodies.task(deviceId, "open", "\"ttl\":60,\"notBefore\":\"%s\"".formatted(notBefore)));

        // Then
        assertThat(Instant.parse(accepted.jsonPath().getString("expiresAt"))).isEqualTo(notBefore.plusSeconds(60));
    }

    @Test
    void changesItsETagWithEveryVersion() {
        // Given
        String id = operator.submit(deviceId, "open", "");
        String etag = operator.get("/tasks/" + id).header("ETag");

        // When
        Response same = operator.request().header("If-None-Match", etag).get("/tasks/" + id);
        operator.post("/tasks/" + id + "/cancel", "");
        Response changed = operator.request().header("If-None-Match", etag).get("/tasks/" + id);

        // Then
        same.then().statusCode(304);
        assertThat(same.asString()).isEmpty();
        changed.then().statusCode(200);
        assertThat(changed.header("ETag")).isNotEqualTo(etag);
    }

    @Test
    void isTheSameTaskWhenItIsRepeatedWithItsKey() {
        // Given
        Response first = submit("key 1", body);

        // When
        Response again = submit("key 1", body);

        // Then
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(first.header("Idempotency-Replayed")).isNull();
        assertThat(again.<String>path("id")).isEqualTo(first.path("id"));
        assertThat(operator.taskCount(deviceId)).isEqualTo(1);
    }

    @Test
    void isRefusedWhenItsKeyWasUsedForSomethingElse() {
        // Given
        submit("key 2", body);

        // When
        Response other = submit("key 2", Bodies.task(deviceId, "close", ""));

        // Then
        Problems.assertProblem(other, 422, "idempotency-key-reused");
        assertThat(operator.taskCount(deviceId)).isEqualTo(1);
    }

    @Test
    void sharesItsKeyWithNoOtherOrganisation() {
        // Given
        submit("key 3", body);
        Organisation other = Organisation.fresh();
        String foreign = Bodies.task(other.register(), "open", "");

        // When
        Response accepted = other.operator()
                .json(foreign)
                .header("Idempotency-Key", "key 3")
                .post("/tasks");

        // Then
        accepted.then().statusCode(202);
        assertThat(accepted.header("Idempotency-Replayed")).isNull();
    }

    @Test
    void isOneTaskWhenAHundredSayItAtOnce() {
        // Given
        HttpRequest request = HttpRequest.newBuilder(URI.create(Installation.API + "/api/v1/tasks"))
                .header("Authorization", "Bearer " + operator.token())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "key 4")
                .POST(BodyPublishers.ofString(body))
                .build();

        // When
        List<HttpResponse<String>> answers;
        try (HttpClient client =
                HttpClient.newBuilder().version(Version.HTTP_1_1).build()) {
            List<CompletableFuture<HttpResponse<String>>> underWay = IntStream.range(0, 100)
                    .mapToObj(i -> client.sendAsync(request, BodyHandlers.ofString()))
                    .toList();
            answers = underWay.stream().map(CompletableFuture::join).toList();
        }

        // Then
        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(202);
        assertThat(answers.stream().map(answer -> JsonPath.from(answer.body()).getString("id")))
                .containsOnly(
                        operator.get("/tasks?deviceId=" + deviceId).jsonPath().getString("items[0].id"));
        assertThat(answers)
                .filteredOn(answer ->
                        answer.headers().firstValue("Idempotency-Replayed").isEmpty())
                .as("the one that made it")
                .hasSize(1);
        assertThat(operator.taskCount(deviceId)).isEqualTo(1);
    }

    @Test
    void doesNotTakeAKeyThatIsTooLong() {
        // When
        Response refused = submit("k".repeat(256), body);

        // Then
        assertThat(refused.statusCode()).isBetween(400, 499);
        Problems.assertProblem(refused);
        assertThat(operator.taskCount(deviceId)).isZero();
    }

    private Response submit(String key, String text) {
        return operator.json(text).header("Idempotency-Key", key).post("/tasks");
    }
}
