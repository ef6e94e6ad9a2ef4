package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.Waiting.Call;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that wait for a task instead of asking again and again. */
class LongPollIT {
    /** Much sooner than the next look of a waiter that nobody woke. */
    private static final Duration SOON = Duration.ofSeconds(3);

    private final Organisation organisation = Organisation.fresh();
    private final Waiting viewer = new Waiting(organisation.viewer());
    private final Waiting operator = new Waiting(organisation.operator());
    private TestDevice device;

    @BeforeEach
    void connect() {
        device = organisation.connect();
    }

    @AfterEach
    void disconnect() {
        device.close();
    }

    @Test
    void theNextVersionIsShownWhenTheDeviceMakesIt() {
        // Given
        String id = submit();
        Call call = viewer.get(id, "If-None-Match", "W/\"1\"", "Prefer", "wait=30");
        Patience.pass(Duration.ofMillis(300));

        // When
        long said = System.nanoTime();
        device.ack(id);

        // Then
        assertThat(call.answer().statusCode()).isEqualTo(200);
        assertThat(call.answer().body()).contains("\"state\":\"PENDING\"");
        assertThat(call.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(call.header("Preference-Applied")).isEqualTo("wait=30");
        assertThat(call.header("Task-Final")).isEmpty();
        assertThat(since(said, call)).isLessThan(SOON);
    }

    @Test
    void withoutAKnownVersionTheEndIsWaitedFor() {
        // Given
        String id = submit();
        Call call = viewer.get(id, "Prefer", "respond-async, Wait=\"30\"");
        device.ack(id);
        device.claim(id);

        // When
        long said = System.nanoTime();
        device.res(id, 200, "{\"ok\":true}");

        // Then
        assertThat(call.answer().statusCode()).isEqualTo(200);
        assertThat(call.answer().body()).contains("\"state\":\"DONE\"", "{\"ok\":true}");
        assertThat(since(said, call)).isLessThan(SOON);
    }

    @Test
    void theKnownVersionIsNotSentAgain() {
        // Given
        String id = submit();

        // When
        Call call = viewer.get(id, "If-None-Match", "W/\"1\"", "Prefer", "wait=2");

        // Then
        assertThat(call.answer().statusCode()).isEqualTo(304);
        assertThat(call.answer().body()).isEmpty();
        assertThat(call.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(call.header("Preference-Applied")).isEqualTo("wait=2");
        assertThat(call.took()).isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(5));
    }

    @Test
    void aTaskThatDoesNotEndInTimeIsShownAsItIs() {
        // Given
        String id = submit();

        // When
        Call call = viewer.get(id, "Prefer", "wait=5");
        device.ack(id);

        // Then
        assertThat(call.answer().statusCode()).isEqualTo(200);
        assertThat(call.answer().body()).contains("\"state\":\"PENDING\"");
        assertThat(call.took()).isBetween(Duration.ofMillis(4_900), Duration.ofSeconds(10));
    }

    @Test
    void aTaskThatIsFinalIsShownAtOnce() {
        // Given
        String id = submit();
        organisation.operator().post("/tasks/" + id + "/cancel", "{}").then().statusCode(200);

        // When
        Call call = viewer.get(id, "Prefer", "wait=60");

        // Then
        assertThat(call.answer().body()).contains("\"state\":\"CANCELED\"");
        assertThat(call.took()).isLessThan(SOON);
    }

    @Test
    void aCancelIsSeenByWhoeverWaits() {
        // Given
        String id = submit();
        Call call = viewer.get(id, "Prefer", "wait=30");
        Patience.pass(Duration.ofMillis(300));

        // When
        long said = System.nanoTime();
        organisation.operator().post("/tasks/" + id + "/cancel", "{}").then().statusCode(200);

        // Then
        assertThat(call.answer().body()).contains("\"state\":\"CANCELED\"");
        assertThat(since(said, call)).isLessThan(SOON);
    }

    @Test
    void whoeverSubmitsMayWaitForTheResult() {
        // When
        Call call = operator.post(Bodies.task(device.id(), "open", ""), "Prefer", "wait=30");
        String id = rung();
        device.claim(id);
        long said = System.nanoTime();
        device.res(id, 200, "42");

        // Then
        assertThat(call.answer().statusCode()).isEqualTo(200);
        assertThat(call.answer().body()).contains("\"state\":\"DONE\"", "\"body\":42");
        assertThat(call.header("Location")).isEqualTo("/api/v1/tasks/" + id);
        assertThat(call.header("ETag")).isNotEmpty();
        assertThat(call.header("Preference-Applied")).isEqualTo("wait=30");
        assertThat(since(said, call)).isLessThan(SOON);
    }

    @Test
    void aSubmitThatDoesNotEndInTimeIsAcceptedAsItIsThen() {
        // When
        Call call = operator.post(
                Bodies.task(device.id(), "open", ""), "Prefer", "wait=5", "Idempotency-Key", "wait and see");
        String id = rung();
        device.ack(id);

        // Then
        assertThat(call.answer().statusCode()).isEqualTo(202);
        assertThat(call.answer().body()).contains("\"state\":\"PENDING\"");
        assertThat(call.header("Location")).isEqualTo("/api/v1/tasks/" + id);
        assertThat(call.took()).isBetween(Duration.ofMillis(4_900), Duration.ofSeconds(10));
    }

    @Test
    void aRepeatedSubmitWaitsForTheSameTask() {
        // Given
        String body = Bodies.task(device.id(), "open", "");
        String key = "again " + Organisation.unique();
        operator.post(body, "Idempotency-Key", key).answer();
        String id = rung();

        // When
        Call call = operator.post(body, "Prefer", "wait=30", "Idempotency-Key", key);
        device.claim(id);
        device.res(id, 200, "1");

        // Then
        assertThat(call.answer().statusCode()).isEqualTo(200);
        assertThat(call.answer().body()).contains(id, "\"state\":\"DONE\"");
        assertThat(call.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void aWrongSubmitIsRefusedAtOnce() {
        // When
        Call call = operator.post(Bodies.task("nobody-" + Organisation.unique(), "open", ""), "Prefer", "wait=60");

        // Then
        assertThat(call.answer().statusCode()).isEqualTo(404);
        assertThat(call.took()).isLessThan(SOON);
    }

    @Test
    void nobodyWaitsForTheTaskOfAnother() {
        // Given
        String id = submit();

        // When
        Call call = new Waiting(Organisation.fresh().viewer()).get(id, "Prefer", "wait=60");

        // Then
        assertThat(call.answer().statusCode()).isEqualTo(404);
        assertThat(call.took()).isLessThan(SOON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=abc", "wait=-5", "wait=99999999999999", "wait", "nowait=5", ";;,=,"})
    void whatIsNoWishIsPassedOver(String wish) {
        // Given
        String id = submit();

        // When
        Call call = viewer.get(id, "Prefer", wish);

        // Then
        assertThat(call.answer().statusCode()).isEqualTo(200);
        assertThat(call.header("Preference-Applied")).isEmpty();
        assertThat(call.took()).isLessThan(SOON);
    }

    @Test
    void aLongerWaitThanAMinuteIsCut() {
        // Given
        String id = submit();

        // When
        Call call = viewer.get(id, "If-None-Match", "W/\"0\"", "Prefer", "wait=3600");

        // Then
        assertThat(call.header("Preference-Applied")).isEqualTo("wait=60");
    }

    /** The task that the doorbell rings for. */
    private String rung() {
        return Objects.requireNonNull(device.hear("tsk").taskId());
    }

    private String submit() {
        return organisation.operator().submit(device.id(), "open", "");
    }

    private static Duration since(long said, Call call) {
        return Duration.ofNanos(call.end().join() - said);
    }
}
