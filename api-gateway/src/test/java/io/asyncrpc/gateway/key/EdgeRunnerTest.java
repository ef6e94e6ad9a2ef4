package io.asyncrpc.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.gateway.RecordingService;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EdgeRunnerTest {
    private final List<JsonObject> told = new ArrayList<>();
    private Future<JsonObject> counted = Future.succeededFuture(golden());
    private Future<Void> answer = Future.succeededFuture();
    private final EdgeRunner runner = new EdgeRunner("127.0.0.1:9084", () -> counted, news -> {
        told.add(news);
        return answer;
    });

    @Test
    void goldenExampleIsToldWithTheNameOfTheEdge() {
        // Given
        counted = Future.succeededFuture(withoutName());

        // When
        runner.run();

        // Then
        assertThat(told).containsExactly(golden());
    }

    @Test
    void theSameNumbersAreToldOnce() {
        // Given
        runner.run();

        // When
        runner.run();

        // Then
        assertThat(told).hasSize(1);
    }

    @Test
    void whatTheCoreDidNotHearIsToldAgain() {
        // Given
        answer = Future.failedFuture("away");
        runner.run();
        answer = Future.succeededFuture();

        // When
        runner.run();

        // Then
        assertThat(told).containsExactly(golden(), golden());
    }

    @Test
    void anEdgeThatRefusedNobodyOrIsAwayIsNotToldOf() {
        // Given
        counted = Future.succeededFuture(new JsonObject("{\"v\":1,\"since\":\"2026-03-01T10:00:00Z\",\"items\":[]}"));
        runner.run();

        // When
        counted = Future.failedFuture("away");
        runner.run();

        // Then
        assertThat(told).isEmpty();
    }

    @Test
    void nothingIsToldWhileItIsBeingTold() {
        // Given
        Promise<Void> late = Promise.promise();
        answer = late.future();
        runner.run();

        // When
        runner.run();
        late.complete();
        runner.run();

        // Then
        assertThat(told).hasSize(1);
    }

    @Test
    void anEdgeIsAskedAtItsPortForOperators() {
        // Given
        Vertx vertx = Vertx.vertx();
        EdgeClient client = new EdgeClient(vertx, Duration.ofSeconds(2));
        try (RecordingService edge = new RecordingService()) {
            edge.start(0);
            edge.answer(
                    "/q/logins",
                    (request, body) -> request.response().end(withoutName().encode()));
            URI management = URI.create("http://127.0.0.1:" + edge.port());

            // When
            JsonObject read = await(client.counted(management));
            edge.answer(
                    "/q/logins",
                    (request, body) -> request.response().setStatusCode(404).end("{}"));
            boolean failed = await(client.counted(management).map(false).otherwise(true));

            // Then
            assertThat(read).isEqualTo(withoutName());
            assertThat(edge.last().method()).isEqualTo("GET");
            assertThat(failed).isTrue();
        } finally {
            client.close();
            await(vertx.close());
        }
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private static JsonObject withoutName() {
        JsonObject counted = golden();
        counted.remove("name");
        return counted;
    }

    private static JsonObject golden() {
        try {
            return new JsonObject(Files.readString(Path.of("..", "docs", "contracts", "counted-logins.v1.json")));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
