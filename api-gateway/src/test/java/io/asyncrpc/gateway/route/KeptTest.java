package io.asyncrpc.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KeptTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Queue<Future<String>> answers = new ArrayDeque<>();

    @Test
    void anAnswerIsKeptForItsTime() {
        // Given
        Kept<String> kept = kept(LONG, Future.succeededFuture("first"), Future.succeededFuture("second"));

        // When / Then
        assertThat(List.of(kept.get().result(), kept.get().result())).containsExactly("first", "first");
    }

    @Test
    void anAnswerThatIsTooOldIsAskedForAgain() {
        // Given
        Kept<String> kept = kept(Duration.ZERO, Future.succeededFuture("first"), Future.succeededFuture("second"));

        // When / Then
        assertThat(List.of(kept.get().result(), kept.get().result())).containsExactly("first", "second");
    }

    @Test
    void oneQuestionIsOnItsWayAtATime() {
        // Given
        Promise<String> slow = Promise.promise();
        Kept<String> kept = kept(Duration.ZERO, slow.future(), Future.succeededFuture("second"));

        // When
        Future<String> first = kept.get();
        Future<String> other = kept.get();
        slow.complete("first");

        // Then
        assertThat(List.of(first.result(), other.result())).containsExactly("first", "first");
    }

    @Test
    void aFailureIsKeptForASecond() throws Exception {
        // Given
        Kept<String> kept = kept(LONG, Future.failedFuture("away"), Future.succeededFuture("back"));

        // When
        List<Throwable> told = List.of(kept.get().cause(), kept.get().cause());
        TimeUnit.MILLISECONDS.sleep(1_050);

        // Then
        assertThat(told).extracting(Throwable::getMessage).containsExactly("away", "away");
        assertThat(kept.get().result()).isEqualTo("back");
    }

    @Test
    void theLastGoodAnswerStandsInForAFailure() {
        // Given
        Kept<String> kept = kept(Duration.ZERO, Future.succeededFuture("good"), Future.failedFuture("away"));

        // When / Then
        assertThat(List.of(kept.getOrLast().result(), kept.getOrLast().result()))
                .containsExactly("good", "good");
    }

    @Test
    void withoutAGoodAnswerAFailureIsTold() {
        // Given
        Kept<String> kept = kept(LONG, Future.failedFuture("away"));

        // When / Then
        assertThat(kept.getOrLast().cause()).hasMessage("away");
    }

    @SafeVarargs
    private Kept<String> kept(Duration keep, Future<String>... coming) {
        answers.addAll(List.of(coming));
        return new Kept<>(keep, answers::remove);
    }
}
