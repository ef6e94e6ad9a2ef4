package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The rows of the table of states that begin with NEW or PENDING. */
@Execution(ExecutionMode.CONCURRENT)
class TaskStatesWaitingIT {

    private final OneDevice pump = new OneDevice();
    private final TestDevice device = pump.device;

    @AfterEach
    void disconnect() {
        pump.close();
    }

    @Test
    void acknowledgedTwiceIsPendingOnce() {
        // Given
        String id = pending("");

        // When
        device.ack(id);
        device.claim(id);

        // Then
        assertThat(pump.viewer.states(id)).containsExactly("NEW", "PENDING", "LOCKED");
    }

    @Test
    void lateAckDoesNotTakeBackALock() {
        // Given
        String id = pump.claimed("");

        // When
        device.ack(id);
        Word served = device.claim(id);

        // Then
        assertThat(served.body().getInt("attempt")).isEqualTo(1);
        assertThat(pump.viewer.states(id)).containsExactly("NEW", "LOCKED");
    }

    @Test
    void pendingExpiresWithoutAnAttempt() {
        // Given
        String id = pending("\"ttl\":2");

        // When
        JsonPath expired = pump.viewer.awaitState(id, "EXPIRED", OneDevice.SWEPT);

        // Then
        assertThat(expired.getString("outcome")).isEqualTo("KNOWN");
        assertThat(expired.getInt("attempt")).isZero();
        assertThat(pump.ask(id).body().getString("reason")).isEqualTo("FINAL");
    }

    @Test
    void pendingIsCanceledAtOnce() {
        // Given
        String id = pending("");

        // When
        int status = pump.cancel(id, "").statusCode();

        // Then
        assertThat(status).isEqualTo(200);
        assertThat(pump.task(id).getString("outcome")).isEqualTo("KNOWN");
        assertThat(pump.viewer.states(id)).containsExactly("NEW", "PENDING", "CANCELED");
    }

    @Test
    void pendingIsDoneByAResultNobodyAskedFor() {
        // Given
        String id = pending("");

        // When
        pump.result(id, 200);

        // Then
        assertThat(pump.viewer.states(id)).containsExactly("NEW", "PENDING", "DONE");
        assertThat(pump.task(id).getInt("attempt")).isEqualTo(1);
    }

    @Test
    void failureBeforeAnyClaimFailsTheTask() {
        // Given
        String id = pump.submit("");

        // When
        pump.result(id, 500);

        // Then
        assertFailed(pump.task(id), "DEVICE_ERROR", "KNOWN");
        assertThat(pump.task(id).getInt("attempt")).isEqualTo(1);
    }

    @Test
    void busyBeforeAnyClaimIsTriedAgainAsTheSecondAttempt() {
        // Given
        String id = pending("");

        // When
        pump.result(id, 503, "retry_after", "1");
        JsonPath waiting = pump.task(id);
        Word second = Patience.until(() -> pump.ask(id), word -> word.isAbout(id));

        // Then
        assertThat(waiting.getString("state")).isEqualTo("NEW");
        assertThat(waiting.getInt("attempt")).isEqualTo(1);
        assertThat(waiting.getString("waitReason")).isEqualTo("RETRY_BACKOFF");
        assertThat(second.body().getInt("attempt")).isEqualTo(2);
    }

    @Test
    void deadlineAfterAnAttemptThatFailedTellsThatFailure() {
        // Given
        String id = pump.claimed("\"ttl\":4");
        pump.result(id, 503, "retry_after", "1");

        // When
        JsonPath failed = pump.viewer.awaitState(id, "FAILED", OneDevice.LEASE_LOST);

        // Then
        assertFailed(failed, "DEVICE_ERROR", "KNOWN");
        assertThat(failed.getInt("failure.statusCode")).isEqualTo(503);
        assertThat(pump.viewer.states(id)).containsExactly("NEW", "LOCKED", "NEW", "FAILED");
    }

    @Test
    void deadlineAfterALostLeaseFailsWithUnknownOutcome() {
        // Given
        String id = pump.lost(",\"ttl\":9");

        // When
        JsonPath failed = pump.viewer.awaitState(id, "FAILED", OneDevice.LEASE_LOST);

        // Then
        assertFailed(failed, "LEASE_EXPIRED", "UNKNOWN");
        assertThat(pump.viewer.states(id)).containsExactly("NEW", "LOCKED", "NEW", "FAILED");
    }

    @Test
    void canceledAfterALostLeaseHasUnknownOutcome() {
        // Given
        String id = pump.lost("");

        // When
        pump.cancel(id, "").then().statusCode(200);

        // Then
        assertThat(pump.task(id).getString("outcome")).isEqualTo("UNKNOWN");
    }

    @Test
    void canceledAfterTheLostAttemptAnsweredLateHasKnownOutcome() {
        // Given
        String id = pump.lost("");
        pump.result(id, 500, "attempt", "1");
        assertThat(pump.state(id)).isEqualTo("NEW");

        // When
        pump.cancel(id, "").then().statusCode(200);

        // Then
        assertThat(pump.task(id).getString("outcome")).isEqualTo("KNOWN");
    }

    @Test
    void notBeforeComesFirstAmongTheReasonsToWait() {
        // Given
        String later = Instant.now().plusSeconds(600).toString();
        String away = pump.organisation.register();

        // When
        String id = pump.organisation.operator().submit(away, "open", "\"notBefore\":\"%s\"".formatted(later));

        // Then
        assertThat(pump.task(id).getString("waitReason")).isEqualTo("NOT_BEFORE");
    }

    @Test
    void aHeldOrFinalTaskWaitsForNothing() {
        // Given
        String held = pump.claimed("");
        String canceled = pump.submit("");
        pump.cancel(canceled, "");

        // Then
        assertThat(pump.task(held).getString("waitReason")).isNull();
        assertThat(pump.task(canceled).getString("waitReason")).isNull();
    }

    private String pending(String more) {
        String id = pump.submit(more);
        device.ack(id);
        pump.viewer.awaitState(id, "PENDING");
        return id;
    }

    private static void assertFailed(JsonPath task, String code, String outcome) {
        assertThat(task.getString("state")).isEqualTo("FAILED");
        assertThat(task.getString("failure.code")).isEqualTo(code);
        assertThat(task.getString("outcome")).isEqualTo(outcome);
    }
}
