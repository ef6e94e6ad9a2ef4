package io.asyncrpc.core;

import static io.asyncrpc.core.house.House.house;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Engines;
import io.asyncrpc.core.house.Waiting;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The engines go away and come back while calls are under way: nothing accepted is lost, nothing has to be helped. */
@QuarkusTest
class EngineRestartTest extends CoreTest {
    private static final int TASKS = 30;

    @ConfigProperty(name = "IOT_STATE")
    String state;

    @TestHTTPResource(value = "/health/ready", management = true)
    URL ready;

    @Test
    void brokerRestartLosesNothing() {
        // Given
        String device = api.device();
        List<String> tasks =
                IntStream.range(0, TASKS).mapToObj(i -> api.task(device)).toList();
        house().word(device, "doorbell");

        // When
        CompletableFuture<Void> restart = restarting("rabbitmq");
        tasks.subList(0, TASKS / 2).forEach(task -> house().report(result(device, task)));
        String accepted = api.task(device);
        restart.join();
        tasks.subList(TASKS / 2, TASKS).forEach(task -> house().report(result(device, task)));

        // Then
        tasks.forEach(task -> api.await(task, "DONE"));
        tasks.forEach(task -> house().word("committed " + task, w -> isCommitted(w, task)));
        assertThat(api.get(accepted).path("state").asText()).isEqualTo("NEW");
        String later = api.task(device);
        house().word("doorbell of " + later, w -> w.at("/task/id").asText().equals(later));
        house().tick();
        Waiting.until("ready again", () -> given().get(ready).statusCode() == 200);
    }

    @Test
    void databaseRestartLosesNothing() {
        // Given
        String device = api.device();
        List<String> tasks =
                IntStream.range(0, TASKS).mapToObj(i -> api.task(device)).toList();

        // When
        CompletableFuture<Void> restart = restarting("postgres");
        tasks.subList(0, TASKS / 2).forEach(task -> house().report(result(device, task)));
        List<Integer> meanwhile = IntStream.range(0, 20)
                .mapToObj(i ->
                        api.viewer().get("/api/v1/tasks/" + tasks.getFirst()).statusCode())
                .toList();
        restart.join();
        tasks.subList(TASKS / 2, TASKS).forEach(task -> house().report(result(device, task)));

        // Then
        assertThat(meanwhile).isSubsetOf(200, 503);
        tasks.forEach(task -> Waiting.until(task + " is done", () -> {
            Response answer = api.viewer().get("/api/v1/tasks/" + task);
            return answer.statusCode() == 200 && answer.path("state").equals("DONE");
        }));
        tasks.forEach(task -> house().word("committed " + task, w -> isCommitted(w, task)));
        api.task(device);
    }

    private CompletableFuture<Void> restarting(String engine) {
        return CompletableFuture.runAsync(() -> {
            try {
                Engines.restart(engine, state);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static boolean isCommitted(JsonNode word, String task) {
        return word.path("kind").asText().equals("committed")
                && word.path("taskId").asText().equals(task);
    }

    private static String result(String device, String task) {
        return "{\"kind\":\"result\",\"deviceId\":\"" + device + "\",\"taskId\":\"" + task
                + "\",\"statusCode\":200,\"extId\":\"0\",\"body\":\"ok\"}";
    }
}
