package io.asyncrpc.gateway.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.gateway.RecordingService;
import io.asyncrpc.gateway.TestHouse;
import io.asyncrpc.gateway.TestTokens;
import io.asyncrpc.gateway.wait.Asking.Call;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever makes something may wait for its end; what was accepted never becomes an error. */
@QuarkusTest
@WithTestResource(TestHouse.class)
@SuppressWarnings("NullAway.Init") // the fields are set by TestHouse
class WaitingPostTest {
    private static final Duration SOON = Duration.ofSeconds(3);

    @TestHTTPResource
    URI door;

    @Inject
    Waiters waiters;

    RecordingService service;
    TestTokens tokens;
    private Asking operator;
    private Thing thing;

    @BeforeEach
    void come() {
        operator = new Asking(door, tokens.operator());
        thing = new Thing(service);
        service.answer(Thing.ALL, (request, body) -> thing.accepted(request.response()));
    }

    @AfterEach
    void leave() {
        service.forget();
        service.answer(
                Thing.ALL,
                (request, body) -> request.response()
                        .putHeader("Content-Type", "application/json")
                        .end(body));
    }

    @Test
    void itIsShownAsDoneWhenItIsDoneInTime() {
        // Given
        Call call = make("wait=30");
        awaitReads(1);

        // When
        waiters.wake(thing.move(true));

        // Then
        assertAnswer(call.answer(), 200, 30);
        assertThat(call.took()).isLessThan(SOON);
    }

    @Test
    void theEndThatComesBeforeAnyoneWaitsIsNotMissed() {
        // Given it ends between the answer to the POST and the first look
        service.answer(Thing.ALL, (request, body) -> {
            thing.accepted(request.response());
            thing.move(true);
        });

        // When
        Call call = make("wait=30");

        // Then
        assertAnswer(call.answer(), 200, 30);
        assertThat(call.took()).isLessThan(SOON);
    }

    @Test
    void itIsShownAsItIsWhenTheTimeIsOver() {
        // Given
        Call call = make("wait=1");
        awaitReads(1);
        thing.move(false);

        // Then
        assertAnswer(call.answer(), 202, 1);
        assertThat(call.took()).isBetween(Duration.ofMillis(950), SOON);
    }

    @Test
    void largeThingsKeepTheirStatus() {
        // Given
        thing.padded(200_000);

        // Then
        assertAnswer(make("wait=1").answer(), 202, 1);
        Call done = make("wait=30");
        awaitReads(thing.reads() + 1);
        waiters.wake(thing.move(true));
        assertAnswer(done.answer(), 200, 30);
    }

    @Test
    void aRepeatedWishThatIsDoneIsShownAtOnce() {
        // Given
        thing.move(true);

        // When
        Call call = make("wait=30");

        // Then
        assertAnswer(call.answer(), 200, 30);
        assertThat(call.took()).isLessThan(SOON);
    }

    @Test
    void withoutAWishItIsAcceptedAtOnce() {
        // When
        HttpResponse<String> answer = operator.post(Thing.ALL, "{}").answer();

        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Preference-Applied")).isEmpty();
        assertThat(answer.headers().firstValue("Task-Final")).isEmpty();
        assertThat(thing.reads()).isZero();
    }

    @Test
    void aRefusalIsToldAtOnce() {
        // Given
        service.answer(
                Thing.ALL,
                (request, body) -> request.response()
                        .setStatusCode(422)
                        .putHeader("Content-Type", "application/problem+json")
                        .end("{\"code\":\"invalid\"}"));

        // When
        Call call = make("wait=30");

        // Then
        assertThat(call.answer().statusCode()).isEqualTo(422);
        assertThat(call.took()).isLessThan(SOON);
    }

    @Test
    void whatWasAcceptedIsNotRefusedLater() {
        // Given reads fail in every way, one after the other
        String accepted = thing.body();
        service.answer(
                thing.path(),
                (request, body) -> request.response()
                        .setStatusCode(404)
                        .putHeader("Content-Type", "application/problem+json")
                        .end("{}"));

        // When
        Call refused = answered(make("wait=2"));
        service.answer(
                thing.path(),
                (request, body) -> request.response().setStatusCode(500).end());
        Call failed = answered(make("wait=2"));
        service.answer(thing.path(), (request, body) -> request.connection().close());
        Call lost = answered(make("wait=2"));

        // Then
        assertThat(List.of(refused, failed, lost)).map(Call::answer).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.body()).isEqualTo(accepted);
            assertThat(answer.headers().firstValue("Location")).hasValue(thing.path());
        });
        assertThat(refused.took()).isLessThan(Duration.ofSeconds(2));
        assertThat(List.of(failed, lost))
                .as("the service may be well again before the time is over")
                .allSatisfy(call -> assertThat(call.took()).isBetween(Duration.ofMillis(1_950), Duration.ofSeconds(4)));
    }

    private static Call answered(Call call) {
        call.answer();
        return call;
    }

    private Call make(String wish) {
        return operator.post(Thing.ALL, "{}", "Prefer", wish);
    }

    private void awaitReads(int count) {
        Awaitility.await().until(() -> thing.reads() >= count);
    }

    private void assertAnswer(HttpResponse<String> answer, int status, int seconds) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(thing.body());
        assertThat(answer.headers().firstValue("ETag")).hasValue(thing.etag());
        assertThat(answer.headers().allValues("Location")).containsExactly(thing.path());
        assertThat(answer.headers().allValues("Idempotency-Replayed")).containsExactly("true");
        assertThat(answer.headers().firstValue("Preference-Applied")).hasValue("wait=" + seconds);
        assertThat(answer.headers().firstValue("Task-Final")).isEmpty();
    }
}
