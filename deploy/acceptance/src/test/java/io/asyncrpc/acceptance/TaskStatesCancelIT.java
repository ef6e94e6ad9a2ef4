package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows of the table of states about taking back a task that a device holds, and what time makes of the wish. */
@Execution(ExecutionMode.CONCURRENT)
class TaskStatesCancelIT {

    private final OneDevice pump = new OneDevice();
    private final TestDevice device = pump.device;

    @AfterEach
    void disconnect() {
        pump.close();
    }

    @ParameterizedTest(name = "{0} makes it {1}")
    @CsvSource({
        "200,DONE",
        "204,DONE",
        "499,CANCELED",
        "500,FAILED",
        "408,FAILED",
        "425,FAILED",
        "429,FAILED",
        "503,FAILED"
    })
    void theAnswerOfADeviceThatWasAskedToStopEndsTheTask(int status, String state) {
        // Given
        String id = pump.claimed("");
        pump.cancel(id, "").then().statusCode(202);

        // When
        pump.result(id, status, "retry_after", "1");

        // Then
        assertThat(pump.state(id)).isEqualTo(state);
        assertThat(pump.task(id).getString("outcome")).isEqualTo("KNOWN");
        assertThat(pump.task(id).getInt("result.statusCode")).isEqualTo(status);
        assertThat(pump.viewer.states(id)).containsExactly("NEW", "LOCKED", "LOCKED", state);
    }

    @Test
    void theDeviceIsAskedAtOnceAndEveryTenSeconds() {
        // Given
        String id = pump.claimed("");

        // When
        Instant asked = Instant.now();
        pump.cancel(id, "");
        Word first = device.hear("cnl", word -> word.isAbout(id), Duration.ofSeconds(3));
        device.hear("cnl", word -> word.isAbout(id), Duration.ofSeconds(14));
        Instant second = Instant.now();
        device.hear("cnl", word -> word.isAbout(id), Duration.ofSeconds(14));

        // Then
        assertThat(Duration.between(asked, second)).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(13));
        assertThat(Duration.between(second, Instant.now())).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(13));
        assertThat(first.body().getLong("deadline") - asked.getEpochSecond()).isBetween(59L, 62L);
        assertThat(pump.viewer.states(id)).as("asking again is no move").containsExactly("NEW", "LOCKED", "LOCKED");
    }

    @Test
    void aRepeatedWishIsTakenAndChangesNothing() {
        // Given
        String id = pump.claimed("");
        pump.cancel(id, "{\"deadline\":60}");
        JsonPath before = pump.task(id);

        // When
        Response again = pump.cancel(id, "{\"deadline\":1}");

        // Then
        again.then().statusCode(202);
        assertThat(pump.task(id).getInt("version")).isEqualTo(before.getInt("version"));
        assertThat(pump.task(id).getString("cancelRequestedAt")).isEqualTo(before.getString("cancelRequestedAt"));
    }

    @Test
    void forceEndsAWishThatWasSaidBefore() {
        // Given
        String id = pump.claimed("");
        pump.cancel(id, "");

        // When
        Response forced = pump.cancel(id, "{\"force\":true}");
        Response again = pump.cancel(id, "{\"force\":true}");

        // Then
        forced.then().statusCode(200);
        again.then().statusCode(200);
        assertThat(pump.state(id)).isEqualTo("CANCELED");
        assertThat(pump.task(id).getString("outcome")).isEqualTo("UNKNOWN");
        assertThat(pump.ask(id).body().getString("reason")).isEqualTo("FINAL");
    }

    @Test
    void forceOnAWaitingTaskKnowsTheOutcome() {
        // Given
        String id = pump.submit("");

        // When
        pump.cancel(id, "{\"force\":true}").then().statusCode(200);

        // Then
        assertThat(pump.task(id).getString("outcome")).isEqualTo("KNOWN");
    }

    @Test
    void theEndOfTheLeaseEndsTheTaskBeforeTheDeadlineDoes() {
        // Given
        String id = pump.claimed(OneDevice.SHORT_LEASE);
        Instant leaseUntil = pump.time(id, "leaseUntil");

        // When
        pump.cancel(id, "{\"deadline\":600}").then().statusCode(202);
        JsonPath canceled = pump.viewer.awaitState(id, "CANCELED", OneDevice.LEASE_LOST);

        // Then
        assertThat(canceled.getString("outcome")).isEqualTo("UNKNOWN");
        assertThat(Instant.parse(canceled.getString("finishedAt"))).isBetween(leaseUntil, leaseUntil.plusSeconds(3));
    }

    @Test
    void theDeadlineEndsTheTaskBeforeTheLeaseDoes() {
        // Given
        String id = pump.claimed("");

        // When
        pump.cancel(id, "{\"deadline\":2}").then().statusCode(202);
        JsonPath canceled = pump.viewer.awaitState(id, "CANCELED", OneDevice.SWEPT);

        // Then
        Instant requested = Instant.parse(canceled.getString("cancelRequestedAt"));
        assertThat(canceled.getString("outcome")).isEqualTo("UNKNOWN");
        assertThat(Instant.parse(canceled.getString("finishedAt")))
                .isBetween(requested.plusSeconds(2), requested.plusSeconds(5));
    }

    @Test
    void aDeviceThatAsksForItsNextIsToldToStopWhatItHolds() {
        // Given
        String id = pump.claimed("");
        String other = pump.submit("\"priority\":9");
        pump.cancel(id, "");
        device.hear("cnl", word -> word.isAbout(id));

        // When
        device.req(null);
        Word answer = device.hear("cnl", word -> true, Duration.ofSeconds(3));

        // Then
        assertThat(answer.isAbout(id)).isTrue();
        assertThat(device.untaken("rsp")).isEmpty();
        assertThat(pump.state(other)).isEqualTo("NEW");
    }

    @Test
    void aLateAnswerAfterTheDeadlineIsKeptAndMovesNothing() {
        // Given
        String id = pump.claimed("");
        pump.cancel(id, "{\"deadline\":1}");
        pump.viewer.awaitState(id, "CANCELED", OneDevice.SWEPT);

        // When
        pump.result(id, 200);

        // Then
        assertThat(pump.state(id)).isEqualTo("CANCELED");
        assertThat(pump.task(id).getString("outcome")).isEqualTo("UNKNOWN");
        assertThat(pump.task(id).getList("results")).hasSize(1);
    }

    @Test
    void whileTheDeviceIsAwayTheWishWaitsAndIsSaidWhenItConnects() {
        // Given
        String id = pump.claimed("");
        device.close();

        // When
        pump.cancel(id, "").then().statusCode(202);
        Patience.pass(Duration.ofSeconds(1));
        try (TestDevice back = TestDevice.connect(pump.account)) {
            Word stop = back.hear("cnl", word -> word.isAbout(id), Duration.ofSeconds(7));
            back.res(id, 499, "");
            back.hear("cmt");

            // Then
            assertThat(stop.isAbout(id)).isTrue();
            assertThat(pump.state(id)).isEqualTo("CANCELED");
            assertThat(pump.task(id).getString("outcome")).isEqualTo("KNOWN");
        }
    }

    @Test
    void progressRenewsTheLeaseButNotTheDeadlineOfTheWish() {
        // Given
        String id = pump.claimed("");
        pump.cancel(id, "{\"deadline\":4}");
        Instant requested = pump.time(id, "cancelRequestedAt");

        // When
        JsonPath canceled = Patience.until(
                () -> {
                    device.say("prg", id, Map.of(), "{}");
                    return pump.task(id);
                },
                task -> task.getString("state").equals("CANCELED"));

        // Then
        assertThat(Instant.parse(canceled.getString("finishedAt")))
                .isBetween(requested.plusSeconds(4), requested.plusSeconds(7));
    }
}
