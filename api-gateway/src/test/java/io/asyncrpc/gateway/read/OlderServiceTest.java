package io.asyncrpc.gateway.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.gateway.RecordingService;
import io.asyncrpc.gateway.wait.Answer;
import io.asyncrpc.gateway.wait.Question;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service of before this question, as there is one while an installation is upgraded. */
class OlderServiceTest {
    private static final ReadConfig CONFIG = new ReadConfig() {
        @Override
        public int together() {
            return 100;
        }

        @Override
        public int underWay() {
            return 1;
        }

        @Override
        public int connections() {
            return 1;
        }

        @Override
        public MemorySize largest() {
            return new MemorySize(BigInteger.valueOf(1_000));
        }

        @Override
        public int waiting() {
            return 10;
        }

        @Override
        public Duration queueing() {
            return Duration.ofSeconds(1);
        }

        @Override
        public MemorySize kept() {
            return new MemorySize(BigInteger.valueOf(10_000));
        }
    };

    private final Vertx vertx = Vertx.vertx();
    private final RecordingService service = new RecordingService();
    private TogetherReader reader;

    @BeforeEach
    void start() {
        service.start(0);
        reader = new TogetherReader(
                vertx,
                "core",
                URI.create("http://127.0.0.1:" + service.port()),
                vertx.createHttpClient(),
                new Things("/things", "/read"),
                CONFIG,
                Duration.ofSeconds(4),
                new ReadMetrics(new SimpleMeterRegistry()));
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        service.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405})
    void isNotAskedAgainForAWhile(int status) {
        // Given
        Question question = question();
        assertThat(reader.takes(question)).isTrue();
        service.answer(
                "/read",
                (request, body) -> request.response().setStatusCode(status).end());

        // When
        Throwable failure = Assertions.catchThrowable(() -> read(question));

        // Then
        assertThat(failure).hasCauseInstanceOf(NotTogether.class);
        assertThat(reader.takes(question)).isFalse();
    }

    @Test
    void oneThatRefusesThisTokenIsAskedAgain() {
        // Given
        service.answer(
                "/read",
                (request, body) -> request.response().setStatusCode(401).end());

        // When
        Throwable failure = Assertions.catchThrowable(() -> read(question()));

        // Then
        assertThat(failure).hasCauseInstanceOf(NotTogether.class);
        assertThat(reader.takes(question())).isTrue();
    }

    private Answer read(Question question) throws ExecutionException, InterruptedException, TimeoutException {
        Promise<Answer> answer = Promise.promise();
        vertx.getOrCreateContext()
                .runOnContext(go -> reader.read(question, true).onComplete(answer));
        return answer.future().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static Question question() {
        return new Question("/things/" + UUID.randomUUID(), "Bearer x", null, null, null);
    }
}
