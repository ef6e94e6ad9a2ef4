package io.asyncrpc.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalRunnerTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<JsonObject> told = new ArrayList<>();
    private Future<Void> answer = Future.succeededFuture();
    private final RefusalRunner runner = new RefusalRunner(metrics, news -> {
        told.add(news);
        return answer;
    });

    @Test
    void goldenExampleIsTold() throws IOException {
        // Given
        refuse("expired", 17);
        refuse("key_unknown", 2);
        refuse("keys_unchecked", 5);

        // When
        runner.run();

        // Then
        assertThat(told)
                .containsExactly(
                        new JsonObject(Files.readString(Path.of("..", "docs", "contracts", "refused-logins.v1.json"))));
    }

    @Test
    void whatWasToldIsNotToldAgain() {
        // Given
        refuse("expired", 17);
        runner.run();

        // When
        runner.run();
        refuse("expired", 3);
        runner.run();

        // Then
        assertThat(told).hasSize(2);
        assertThat(told.getLast().encode()).isEqualTo("{\"v\":1,\"items\":[{\"reason\":\"expired\",\"count\":3}]}");
    }

    @Test
    void whatTheCoreDidNotHearIsToldTheNextTime() {
        // Given
        refuse("expired", 17);
        answer = Future.failedFuture("away");
        runner.run();
        refuse("expired", 3);
        answer = Future.succeededFuture();

        // When
        runner.run();

        // Then
        assertThat(told.getLast().encode()).contains("\"count\":20");
    }

    @Test
    void nothingIsToldWhileItIsBeingTold() {
        // Given
        Promise<Void> late = Promise.promise();
        answer = late.future();
        refuse("expired", 1);
        runner.run();
        refuse("expired", 1);

        // When
        runner.run();
        late.complete();
        runner.run();

        // Then
        assertThat(told).hasSize(2).allMatch(news -> news.encode().contains("\"count\":1}"));
    }

    private void refuse(String reason, int times) {
        metrics.counter("gateway.token.refused", "reason", reason).increment(times);
    }
}
