package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a device's answer makes of its task. */
class ResultIT {

    private final Organisation organisation = Organisation.fresh();
    private final ApiClient viewer = organisation.viewer();
    private final TestDevice device = organisation.connect();

    @AfterEach
    void disconnect() {
        device.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 500, 501, 404, 300, 199})
    void aFailureOfTheDeviceFailsTheTask(int status) {
        // Given
        String id = claimed("");

        // When
        device.res(id, status, "{\"message\":\"motor is hot\"}");
        device.hear("cmt");

        // Then
        var task = viewer.task(id);
        assertThat(task.getString("state")).isEqualTo("FAILED");
        assertThat(task.getString("outcome")).isEqualTo("KNOWN");
        assertThat(task.getString("failure.code")).isEqualTo("DEVICE_ERROR");
        assertThat(task.getInt("failure.statusCode")).isEqualTo(status);
        assertThat(task.getInt("result.statusCode")).isEqualTo(status);
        assertThat(task.getString("result.body.message")).isEqualTo("motor is hot");
    }

    @Test
    void aStatusThatIsNoNumberIsAFailureOfTheDevice() {
        // Given
        String id = claimed("");

        // When
        device.say("res", id, Map.of("status_code", "fine"), "1");
        device.hear("cmt");

        // Then
        var task = viewer.task(id);
        assertThat(task.getString("state")).isEqualTo("FAILED");
        assertThat(task.getInt("result.statusCode")).isEqualTo(501);
    }

    @Test
    void aDeviceThatIsBusyIsCalledAgainLater() {
        // Given
        String id = claimed("");

        // When
        device.say("res", id, Map.of("status_code", "503", "retry_after", "2", "attempt", "1"), "\"busy\"");
        device.hear("cmt");
        var waiting = viewer.task(id);
        device.req(id);
        Word early = device.hear("rsp");
        Word second = calledAgain(id);
        device.say("res", id, Map.of("status_code", "200", "attempt", "2"), "\"done\"");
        device.hear("cmt");

        // Then
        assertThat(waiting.getString("state")).isEqualTo("NEW");
        assertThat(waiting.getString("waitReason")).isEqualTo("RETRY_BACKOFF");
        assertThat(early.body().getString("reason")).isEqualTo("TOO_EARLY");
        assertThat(second.body().getInt("attempt")).isEqualTo(2);
        assertThat(viewer.states(id)).containsExactly("NEW", "LOCKED", "NEW", "LOCKED", "DONE");
        assertThat(viewer.task(id).getString("result.body")).isEqualTo("done");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 503})
    void aRetryableFailureOfTheLastAttemptFailsTheTask(int status) {
        // Given
        String id = claimed("\"maxAttempts\":1");

        // When
        device.res(id, status, "1");
        device.hear("cmt");

        // Then
        assertThat(viewer.task(id).getString("failure.code")).isEqualTo("DEVICE_ERROR");
    }

    @Test
    void aBackoffBeyondTheDeadlineFailsTheTask() {
        // Given
        String id = claimed("\"ttl\":30");

        // When
        device.say("res", id, Map.of("status_code", "503", "retry_after", "3600"), "1");
        device.hear("cmt");

        // Then
        assertThat(viewer.task(id).getString("state")).isEqualTo("FAILED");
    }

    @Test
    void aRepeatedResultIsOneResult() {
        // Given
        String id = claimed("");
        device.res(id, 200, "\"same\"");
        Word first = device.hear("cmt");

        // When
        device.res(id, 200, "\"same\"");
        Word again = device.hear("cmt");

        // Then
        assertThat(again.body().getInt("result_id")).isEqualTo(first.body().getInt("result_id"));
        assertThat(viewer.task(id).getList("results")).hasSize(1);
        assertThat(viewer.states(id)).containsExactly("NEW", "LOCKED", "DONE");
    }

    @Test
    void aFurtherResultIsKeptAndMovesNothing() {
        // Given
        String id = claimed("");
        device.res(id, 200, "\"first\"");
        Word first = device.hear("cmt");

        // When
        device.res(id, 500, "\"second\"");
        Word second = device.hear("cmt");

        // Then
        var task = viewer.task(id);
        assertThat(second.body().getInt("result_id")).isNotEqualTo(first.body().getInt("result_id"));
        assertThat(task.getString("state")).isEqualTo("DONE");
        assertThat(task.getString("result.body")).isEqualTo("first");
        assertThat(task.getList("results.body")).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void aResultOfATaskNeverClaimedCounts() {
        // Given
        String id = organisation.operator().submit(device.id(), "open", "");

        // When
        device.res(id, 204, "");
        device.hear("cmt");

        // Then
        var task = viewer.task(id);
        assertThat(task.getString("state")).isEqualTo("DONE");
        assertThat(task.getInt("attempt")).isEqualTo(1);
    }

    @Test
    void progressIsShownAndRenewsTheLease() {
        // Given
        String id = claimed("\"lease\":60");
        String leaseUntil = viewer.task(id).getString("leaseUntil");

        // When
        device.say("prg", id, Map.of(), "{\"percent\":40,\"message\":\"opening\"}");

        // Then
        Awaitility.await()
                .untilAsserted(() -> assertThat(viewer.task(id).<Integer>get("progress.percent"))
                        .isEqualTo(40));
        assertThat(viewer.task(id).getString("progress.message")).isEqualTo("opening");
        assertThat(viewer.task(id).getString("leaseUntil")).isGreaterThan(leaseUntil);
    }

    /** A doorbell may come twice, and the second one late: only one that leads to the task calls again. */
    private Word calledAgain(String id) {
        Word answer;
        do {
            device.hear("tsk", word -> word.isAbout(id), Duration.ofSeconds(12));
            device.req(id);
            answer = device.hear("rsp");
        } while (!answer.isAbout(id));
        return answer;
    }

    private String claimed(String more) {
        String id = organisation.operator().submit(device.id(), "open", more);
        device.hear("tsk", word -> word.isAbout(id));
        device.claim(id);
        return id;
    }
}
