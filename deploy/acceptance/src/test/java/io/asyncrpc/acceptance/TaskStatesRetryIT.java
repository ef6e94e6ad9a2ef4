package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The row of the table of states about results that are not 2xx: which are tried again, and when. */
@Execution(ExecutionMode.CONCURRENT)
class TaskStatesRetryIT {

    private final OneDevice pump = new OneDevice();

    @AfterEach
    void disconnect() {
        pump.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 503})
    void theseFourAreTriedAgainAfterTheTimeTheDeviceAsksFor(int status) {
        // Given
        String id = pump.claimed("");

        // When
        Word stored = pump.result(id, status, "retry_after", "2");
        Instant said = Instant.now();
        JsonPath waiting = pump.task(id);
        Word early = pump.ask(id);
        Word second = Patience.until(() -> pump.ask(id), word -> word.isAbout(id));

        // Then
        assertThat(stored.body().getInt("result_id")).isEqualTo(1);
        assertThat(waiting.getString("state")).isEqualTo("NEW");
        assertThat(waiting.getString("waitReason")).isEqualTo("RETRY_BACKOFF");
        assertThat(waiting.getString("outcome")).isNull();
        assertThat(early.body().getString("reason")).isEqualTo("TOO_EARLY");
        assertThat(second.body().getInt("attempt")).isEqualTo(2);
        assertThat(Duration.between(said, Instant.now())).isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(6));
        assertThat(pump.viewer.history(id).getList("items.cause")).contains("RETRY_BACKOFF");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 503})
    void theseFourAreTriedAgainAlsoWithoutAWish(int status) {
        // Given
        String id = pump.claimed("");

        // When
        pump.result(id, status);
        Word early = pump.ask(id);

        // Then
        assertThat(early.body().getString("reason")).isEqualTo("TOO_EARLY");
        assertThat(pump.task(id).getString("waitReason")).isEqualTo("RETRY_BACKOFF");
        assertThat(pump.viewer.states(id)).containsExactly("NEW", "LOCKED", "NEW");
    }

    @Test
    void withoutAWishTheFirstPauseIsFiveSecondsAndTheNextIsTen() {
        // Given
        String id = pump.claimed("");

        // When
        Duration first = pauseAfterBusy(id);
        Duration second = pauseAfterBusy(id);

        // Then
        assertThat(first).isBetween(Duration.ofMillis(4_200), Duration.ofMillis(8_000));
        assertThat(second).isBetween(Duration.ofMillis(8_700), Duration.ofMillis(13_500));
        assertThat(pump.task(id).getInt("attempt")).isEqualTo(3);
    }

    @Test
    void aBackoffBeyondTheDeadlineFailsTheTaskAlsoWithoutAWish() {
        // Given
        String id = pump.claimed("\"ttl\":4");

        // When
        pump.result(id, 503);

        // Then
        assertThat(pump.state(id)).isEqualTo("FAILED");
        assertThat(pump.task(id).getString("failure.code")).isEqualTo("DEVICE_ERROR");
        assertThat(pump.task(id).getString("outcome")).isEqualTo("KNOWN");
    }

    @Test
    void otherStatusesAreNotTriedAgainWhateverTheDeviceWishes() {
        // Given
        String id = pump.claimed("");

        // When
        pump.result(id, 500, "retry_after", "1");

        // Then
        assertThat(pump.state(id)).isEqualTo("FAILED");
    }

    @Test
    void stoppedThoughNobodyAskedIsAFailure() {
        // Given
        String id = pump.claimed("");

        // When
        pump.result(id, 499);

        // Then
        assertThat(pump.state(id)).isEqualTo("FAILED");
        assertThat(pump.task(id).getInt("failure.statusCode")).isEqualTo(499);
    }

    @Test
    void theLastAttemptIsNotTriedAgain() {
        // Given
        String id = pump.claimed("\"maxAttempts\":2");
        pump.result(id, 503, "retry_after", "0");
        Patience.until(() -> pump.ask(id), word -> word.isAbout(id));

        // When
        pump.result(id, 503, "retry_after", "0");

        // Then
        assertThat(pump.viewer.states(id)).containsExactly("NEW", "LOCKED", "NEW", "LOCKED", "FAILED");
        assertThat(pump.task(id).getList("results.attempt")).containsExactly(1, 2);
    }

    @Test
    void theReasonToWaitIsTheBackoffAlsoWhileTheDeviceIsAway() {
        // Given
        String id = pump.claimed("");
        pump.result(id, 503, "retry_after", "600");

        // When
        pump.device.close();
        pump.viewer.awaitConnected(pump.account.username(), false);

        // Then
        assertThat(pump.task(id).getString("waitReason")).isEqualTo("RETRY_BACKOFF");
    }

    @Test
    void aTaskThatWaitsForAnotherTryIsCanceledAtOnce() {
        // Given
        String id = pump.claimed("");
        pump.result(id, 503, "retry_after", "600");

        // When
        pump.cancel(id, "").then().statusCode(200);

        // Then
        assertThat(pump.task(id).getString("state")).isEqualTo("CANCELED");
        assertThat(pump.task(id).getString("outcome")).isEqualTo("KNOWN");
    }

    private Duration pauseAfterBusy(String id) {
        pump.result(id, 503);
        Instant said = Instant.now();
        Patience.until(() -> pump.ask(id), word -> word.isAbout(id));
        return Duration.between(said, Instant.now());
    }
}
