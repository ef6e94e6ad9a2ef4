package io.asyncrpc.gateway.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.gateway.RecordingService;
import io.asyncrpc.gateway.TestHouse;
import io.asyncrpc.gateway.TestTokens;
import io.asyncrpc.gateway.wait.Asking.Call;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads that wait, over real HTTP on both sides; changes come as the consumer would bring them. */
@QuarkusTest
@WithTestResource(TestHouse.class)
@SuppressWarnings("NullAway.Init") // the fields are set by TestHouse
class LongPollTest {
    private static final Duration SOON = Duration.ofSeconds(3);

    @TestHTTPResource
    URI door;

    @Inject
    Waiters waiters;

    RecordingService service;
    TestTokens tokens;
    private Asking viewer;
    private Thing thing;

    @BeforeEach
    void come() {
        viewer = new Asking(door, tokens.viewer());
        thing = new Thing(service);
    }

    @Test
    void anotherVersionThanTheKnownOneIsShownAtOnce() {
        // When
        Call call = viewer.get(thing.path(), "If-None-Match", "W/\"0\"", "Prefer", "wait=30");

        // Then
        assertShown(call.answer(), 30);
        assertThat(call.took()).isLessThan(SOON);
    }

    @Test
    void theNextVersionIsShownWhenTheChangeIsHeard() {
        // Given
        Call call = viewer.get(thing.path(), "If-None-Match", thing.etag(), "Prefer", "wait=30");
        awaitReads(1);

        // When
        waiters.wake(thing.move(false));

        // Then
        assertShown(call.answer(), 30);
        assertThat(call.took()).isLessThan(SOON);
        assertThat(thing.reads()).isEqualTo(2);
    }

    @Test
    void theKnownVersionIsNotSentWhenTheTimeIsOver() {
        // When
        Call call = viewer.get(thing.path(), "If-None-Match", thing.etag(), "Prefer", "wait=1");

        // Then
        assertThat(call.answer().statusCode()).isEqualTo(304);
        assertThat(call.answer().headers().firstValue("ETag")).hasValue(thing.etag());
        assertThat(call.answer().headers().firstValue("Preference-Applied")).hasValue("wait=1");
        assertThat(call.took()).isBetween(Duration.ofMillis(950), SOON);
    }

    @Test
    void aChangeToTheVersionThatIsKnownIsNotLookedAt() {
        // Given
        Change known = new Change(thing.id(), 1, false);
        Call call = viewer.get(thing.path(), "If-None-Match", thing.etag(), "Prefer", "wait=1");
        awaitReads(1);

        // When
        waiters.wake(known);

        // Then
        assertThat(call.answer().statusCode()).isEqualTo(304);
        assertThat(thing.reads()).isEqualTo(1);
    }

    @Test
    void withoutAKnownVersionOnlyTheEndIsWaitedFor() {
        // Given
        Call call = viewer.get(thing.path(), "Prefer", "wait=30");
        awaitReads(1);
        waiters.wake(thing.move(false));

        // When
        waiters.wake(thing.move(true));

        // Then
        assertShown(call.answer(), 30);
        assertThat(thing.reads())
                .as("a change that is not the end is not looked at")
                .isEqualTo(2);
        assertThat(call.took()).isLessThan(SOON);
    }

    @Test
    void whatIsFinalAlreadyIsShownAtOnce() {
        // Given
        thing.move(true);

        // When
        Call call = viewer.get(thing.path(), "Prefer", "wait=30");

        // Then
        assertShown(call.answer(), 30);
        assertThat(thing.reads()).as("whether it is, and then the whole").isEqualTo(2);
        assertThat(call.took()).isLessThan(SOON);
    }

    @Test
    void whatIsNotFinalIsShownAsItIsWhenTheTimeIsOver() {
        // Given
        Call call = viewer.get(thing.path(), "Prefer", "wait=1");
        awaitReads(1);
        thing.move(false);

        // When
        HttpResponse<String> answer = call.answer();

        // Then
        assertShown(answer, 1);
        assertThat(call.took()).isBetween(Duration.ofMillis(950), SOON);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aChangeThatComesWhileItIsLookedForIsNotLost(boolean isKnown) {
        // Given the thing changes right after the first look, before that look is answered
        String[] headers = isKnown
                ? new String[] {"Prefer", "wait=30", "If-None-Match", thing.etag()}
                : new String[] {"Prefer", "wait=30"};
        thing.afterLooking(() -> waiters.wake(thing.move(true)));

        // When
        Call call = viewer.get(thing.path(), headers);

        // Then
        assertShown(call.answer(), 30);
        assertThat(call.took()).isLessThan(SOON);
    }

    @Test
    void aChangeThatNobodyToldIsFoundAllTheSame() {
        // Given
        Call call = viewer.get(thing.path(), "If-None-Match", thing.etag(), "Prefer", "wait=30");
        awaitReads(1);

        // When
        thing.move(false);

        // Then
        assertShown(call.answer(), 30);
        assertThat(call.took()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
    }

    @Test
    void whoeverIsWokenDoesNotWaitForALookThatNothingWasTheCauseOf() {
        // Given
        Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        service.answer(thing.path(), (request, body) -> {
            if (thing.reads() == 1 && held.isEmpty()) {
                held.add(request);
            } else {
                thing.show(request);
            }
        });
        Call call = viewer.get(thing.path(), "Prefer", "wait=30");
        Awaitility.await().until(() -> !held.isEmpty());
        Instant woken = Instant.now();

        // When
        waiters.wake(thing.move(true));

        // Then
        assertShown(call.answer(), 30);
        assertThat(Duration.between(woken, Instant.now())).isLessThan(SOON);
        held.remove().connection().close();
    }

    @Test
    void aLargeAnswerStreamsThrough() {
        // Given
        thing.padded(300_000);
        Call call = viewer.get(thing.path(), "Prefer", "wait=30");
        awaitReads(1);

        // When
        waiters.wake(thing.move(true));

        // Then
        assertShown(call.answer(), 30);
    }

    @Test
    void aRefusalIsToldAtOnce() {
        // Given
        service.answer(
                "/api/v1/tasks/missing",
                (request, body) -> request.response()
                        .setStatusCode(404)
                        .putHeader("Content-Type", "application/problem+json")
                        .end("{\"code\":\"not-found\"}"));

        // When
        Call call = viewer.get("/api/v1/tasks/missing", "Prefer", "wait=30");

        // Then
        assertThat(call.answer().statusCode()).isEqualTo(404);
        assertThat(call.answer().body()).contains("not-found");
        assertThat(call.took()).isLessThan(SOON);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /api/v1/tasks,            wait=30",
        "HEAD, /api/v1/tasks/1,          wait=30",
        "GET,  /api/v1/tasks/1/history,  wait=30",
        "GET,  /api/v1/tasks/,           wait=30",
        "GET,  /api/v1/devices/1,        wait=30",
        "GET,  /api/v1/tasks/1,          wait=abc",
        "GET,  /api/v1/tasks/1,          respond-async",
    })
    void nothingElseWaits(String method, String path, String wish) {
        // When
        Call call = viewer.send(method, path, "Prefer", wish);

        // Then
        assertThat(call.answer().headers().firstValue("Preference-Applied")).isEmpty();
        assertThat(call.took()).isLessThan(SOON);
    }

    @Test
    void whoeverWaitsForNoTimeIsAnsweredAtOnce() {
        // When
        Call call = viewer.get(thing.path(), "Prefer", "wait=0");

        // Then
        assertShown(call.answer(), 0);
        assertThat(call.took()).isLessThan(SOON);
    }

    @Test
    void thoseWhoWaitAreAnsweredWhenTheDoorCloses() {
        // Given
        Call known = viewer.get(thing.path(), "If-None-Match", thing.etag(), "Prefer", "wait=30");
        Call whole = viewer.get(thing.path(), "Prefer", "wait=30");
        Awaitility.await().until(() -> waiters.all().size() == 2 && thing.reads() == 2);

        // When
        waiters.all().forEach(Waiter::close);

        // Then
        assertThat(known.answer().statusCode()).isEqualTo(304);
        assertShown(whole.answer(), 30);
        assertThat(whole.took()).isLessThan(SOON);
    }

    @Test
    void aLargeThingThatCannotBeStreamedIsUnavailableAndGrantsNothing() {
        // Given it is gone when it is asked for again, after it was found final and then too large to be kept
        thing.padded(200_000);
        thing.move(true);
        thing.afterLooking(() -> thing.afterLooking(() -> service.answer(
                thing.path(), (request, body) -> request.connection().close())));

        // When
        HttpResponse<String> answer =
                viewer.get(thing.path(), "Prefer", "wait=30").answer();

        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Preference-Applied")).isEmpty();
    }

    private void awaitReads(int count) {
        Awaitility.await().until(() -> thing.reads() == count);
    }

    private void assertShown(HttpResponse<String> answer, int seconds) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(thing.body());
        assertThat(answer.headers().firstValue("ETag")).hasValue(thing.etag());
        assertThat(answer.headers().firstValue("Preference-Applied")).hasValue("wait=" + seconds);
        assertThat(answer.headers().firstValue("Task-Final")).isEmpty();
    }
}
