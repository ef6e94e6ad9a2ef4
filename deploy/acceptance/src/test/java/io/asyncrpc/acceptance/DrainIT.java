package io.asyncrpc.acceptance;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A service that is told to end goes on to answer for a while, not ready any more, and sends its callers elsewhere. */
@Isolated("its services take their share of what the other tests say")
@Tag(Installation.LAUNCHER)
class DrainIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<String, String> DELAY = Map.of("SHUTDOWN_DELAY", "5s");

    private final Organisation organisation = Organisation.fresh();

    @Test
    void whoWaitsAtTheDoorIsToldWhatIsTrueAndToAskAgain() throws Exception {
        try (Replica door = Replica.of("api-gateway", DELAY)) {
            // Given
            door.awaitReady();
            String viewer = organisation.viewer().token();
            String task = waitingTask();
            String etag = door.with(viewer).get("/tasks/" + task).header("ETag");
            CompletableFuture<Response> waiting = CompletableFuture.supplyAsync(() -> await(door, viewer, task, etag));
            Awaitility.await("a waiter")
                    .atMost(PATIENCE)
                    .until(() -> door.metrics().contains("gateway_waiters 1.0"));

            // When
            door.terminate();

            // Then
            assertToldToAskAgain(waiting.get());
            assertThat(readiness(door)).isEqualTo(503);
            assertToldToAskAgain(await(door, viewer, task, etag));
            assertThat(door.with(viewer).get("/tasks/" + task).statusCode()).isEqualTo(200);
            awaitEnd(door);
        }
    }

    @Test
    void servicesAnswerAndCloseConnectionsBeforeTheyStopToListen() throws Exception {
        try (Replica door = Replica.of("api-gateway", DELAY);
                Replica core = Replica.of("task-core", DELAY);
                Replica bridge = Replica.of("device-bridge", DELAY)) {
            // Given
            List<Replica> all = List.of(door, core, bridge);
            all.forEach(Replica::awaitReady);
            List<Response> before = all.stream().map(DrainIT::ask).toList();

            // When
            all.forEach(Replica::terminate);

            // Then
            for (int i = 0; i < all.size(); i++) {
                Replica replica = all.get(i);
                Awaitility.await("not ready").atMost(PATIENCE).until(() -> readiness(replica) == 503);
                Response after = ask(replica);
                assertThat(before.get(i).header("Connection")).isNotEqualTo("close");
                assertThat(after.header("Connection")).isEqualTo("close");
                assertThat(after.statusCode()).isEqualTo(before.get(i).statusCode());
            }
            all.forEach(DrainIT::awaitEnd);
        }
    }

    private static Response ask(Replica replica) {
        return given().get(replica.url() + "/none");
    }

    private String waitingTask() {
        String device = "pump-" + Organisation.unique();
        organisation.register(device);
        return organisation.operator().submit(device, "open", "\"ttl\":600");
    }

    private static Response await(Replica door, String token, String task, String etag) {
        return door.with(token)
                .header("If-None-Match", etag)
                .header("Prefer", "wait=50")
                .get("/tasks/" + task);
    }

    private static void assertToldToAskAgain(Response answer) {
        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait=50");
    }

    private static int readiness(Replica replica) {
        return given().get(replica.management() + "/q/health/ready").statusCode();
    }

    private static void awaitEnd(Replica replica) {
        Awaitility.await("the end").atMost(PATIENCE).until(() -> !replica.isAlive());
    }
}
