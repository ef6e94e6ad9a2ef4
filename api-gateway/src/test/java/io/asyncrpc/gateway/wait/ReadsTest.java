package io.asyncrpc.gateway.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadsTest {
    private static final Answer ANSWER = new Answer(200, MultiMap.caseInsensitiveMultiMap(), null, true);

    private final Vertx vertx = Vertx.vertx();
    private final HeldUpstream upstream = new HeldUpstream();
    private volatile int mostLooks = 4;
    private final Reads reads =
            new Reads(vertx.getOrCreateContext(), 4, () -> mostLooks, new WaitMetrics(new SimpleMeterRegistry()));

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void neverMoreThanSoManyReadsAreUnderWay() {
        // Given
        List<Future<Answer>> asked = IntStream.range(0, 100)
                .mapToObj(i -> reads.read(upstream, question("/" + i), true, () -> true))
                .toList();

        // When
        upstream.awaitHeld(4);
        settle();

        // Then
        assertThat(upstream.held).hasSize(4);
        upstream.answerAllUntil(() -> asked.stream().allMatch(Future::succeeded));
        assertThat(upstream.most).isEqualTo(4);
        assertThat(upstream.begun).hasSize(100);
    }

    @Test
    void thoseWhoJustLookHaveANarrowLaneAndHoldUpNobody() {
        // Given
        mostLooks = 1;
        List<Future<Answer>> looks = IntStream.range(0, 10)
                .mapToObj(i -> reads.read(upstream, question("/look" + i), false, () -> true))
                .toList();
        upstream.awaitHeld(1);
        settle();
        assertThat(upstream.held).hasSize(1);

        // When
        List<Future<Answer>> woken = IntStream.range(0, 3)
                .mapToObj(i -> reads.read(upstream, question("/woken" + i), true, () -> true))
                .toList();

        // Then
        upstream.awaitHeld(4);
        upstream.answerAllUntil(() -> woken.stream().allMatch(Future::succeeded));
        upstream.answerAllUntil(() -> looks.stream().allMatch(Future::succeeded));
        assertThat(upstream.begun).hasSize(13);
    }

    @Test
    void fiveThousandWokenByOneChangeAskOnce() {
        // Given
        IntStream.range(0, 4).forEach(i -> reads.read(upstream, question("/other" + i), true, () -> true));
        upstream.awaitHeld(4);

        // When
        List<Future<Answer>> asked = IntStream.range(0, 5_000)
                .mapToObj(i -> reads.read(upstream, question("/same"), true, () -> true))
                .toList();
        upstream.answerAllUntil(() -> asked.stream().allMatch(Future::succeeded));

        // Then
        assertThat(upstream.begun.stream().filter("/same"::equals)).hasSize(1);
    }

    @Test
    void aReadThatHasBegunIsNotJoined() {
        // Given
        reads.read(upstream, question("/same"), true, () -> true);
        upstream.awaitHeld(1);

        // When
        reads.read(upstream, question("/same"), true, () -> true);

        // Then
        upstream.awaitHeld(2);
    }

    @Test
    void whoeverWasWokenComesBeforeWhoeverJustLooks() {
        // Given
        IntStream.range(0, 4).forEach(i -> reads.read(upstream, question("/first" + i), false, () -> true));
        upstream.awaitHeld(4);
        Future<Answer> routine = reads.read(upstream, question("/routine"), false, () -> true);
        reads.read(upstream, question("/woken"), true, () -> true);

        // When
        upstream.answerAllUntil(routine::succeeded);

        // Then
        List<String> order = List.copyOf(upstream.begun);
        assertThat(order.indexOf("/woken")).isLessThan(order.indexOf("/routine"));
    }

    @Test
    void aLookThatSomebodyWokenJoinsComesFirst() {
        // Given
        IntStream.range(0, 4).forEach(i -> reads.read(upstream, question("/first" + i), false, () -> true));
        upstream.awaitHeld(4);
        reads.read(upstream, question("/routine"), false, () -> true);
        reads.read(upstream, question("/joined"), false, () -> true);
        Future<Answer> last = reads.read(upstream, question("/last"), false, () -> true);

        // When
        Future<Answer> woken = reads.read(upstream, question("/joined"), true, () -> true);
        upstream.answerAllUntil(() -> last.succeeded() && woken.succeeded());

        // Then
        List<String> order = List.copyOf(upstream.begun);
        assertThat(order.indexOf("/joined")).isEqualTo(4);
        assertThat(order).hasSize(7);
    }

    @Test
    void whatNobodyWantsAnyMoreIsNotRead() {
        // Given
        IntStream.range(0, 4).forEach(i -> reads.read(upstream, question("/first" + i), true, () -> true));
        upstream.awaitHeld(4);
        Future<Answer> unwanted = reads.read(upstream, question("/unwanted"), true, () -> false);
        Future<Answer> left = reads.read(upstream, question("/shared"), true, () -> false);
        Future<Answer> stays = reads.read(upstream, question("/shared"), true, () -> true);

        // When
        upstream.answerAllUntil(stays::succeeded);

        // Then
        Awaitility.await().until(unwanted::failed);
        Awaitility.await().until(left::succeeded);
        assertThat(upstream.begun).doesNotContain("/unwanted");
        assertThat(upstream.begun.stream().filter("/shared"::equals)).hasSize(1);
    }

    @Test
    void aFailureIsToldAndMakesRoom() {
        // Given
        List<Future<Answer>> failing = IntStream.range(0, 4)
                .mapToObj(i -> reads.read(upstream, question("/" + i), true, () -> true))
                .toList();
        upstream.awaitHeld(4);

        // When
        upstream.held.forEach(promise -> promise.fail("away"));

        // Then
        Awaitility.await().until(() -> failing.stream().allMatch(Future::failed));
        upstream.held.clear();
        reads.read(upstream, question("/next"), true, () -> true);
        upstream.awaitHeld(1);
    }

    /** All that was handed to the event loop so far is done. */
    private void settle() {
        CountDownLatch done = new CountDownLatch(1);
        vertx.setTimer(100, passed -> done.countDown());
        try {
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Question question(String uri) {
        return new Question(uri, "Bearer x", null, null, null);
    }

    /** Holds every read until the test answers it. */
    private static final class HeldUpstream implements Upstream {
        final Queue<Promise<Answer>> held = new ConcurrentLinkedQueue<>();
        final Queue<String> begun = new ConcurrentLinkedQueue<>();
        volatile int most;

        @Override
        public Future<Answer> read(Question question) {
            Promise<Answer> promise = Promise.promise();
            begun.add(question.uri());
            held.add(promise);
            most = Math.max(most, held.size());
            return promise.future();
        }

        void awaitHeld(int count) {
            Awaitility.await().until(() -> held.size() == count);
        }

        void answerAllUntil(java.util.concurrent.Callable<Boolean> enough) {
            Awaitility.await().pollInterval(java.time.Duration.ofMillis(5)).until(() -> {
                for (Promise<Answer> promise = held.poll(); promise != null; promise = held.poll()) {
                    promise.complete(ANSWER);
                }
                return enough.call();
            });
        }

        @Override
        public void forward(RoutingContext context, Buffer body, Consumer<HttpClientResponse> taker) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void relay(RoutingContext context, HttpClientResponse answer, int status) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void stream(
                RoutingContext context,
                Question question,
                ToIntFunction<HttpClientResponse> status,
                Runnable otherwise) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MultiMap outwards(HttpClientResponse answer) {
            throw new UnsupportedOperationException();
        }
    }
}
