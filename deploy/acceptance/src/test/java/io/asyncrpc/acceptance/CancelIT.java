package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Taking a call back. */
class CancelIT {

    private final Organisation organisation = Organisation.fresh();
    private final ApiClient viewer = organisation.viewer();
    private final TestDevice device = organisation.connect();

    @AfterEach
    void disconnect() {
        device.close();
    }

    @Test
    void aWaitingTaskIsCanceledAtOnceAndAgainIsNoError() {
        // Given
        String id = submit("");

        // When
        Response first = cancel(id, "");
        Response again = cancel(id, "{}");
        device.req(id);
        Word answer = device.hear("rsp");

        // Then
        first.then().statusCode(200);
        again.then().statusCode(200);
        assertThat(first.jsonPath().getString("state")).isEqualTo("CANCELED");
        assertThat(answer.body().getString("reason")).isEqualTo("FINAL");
        assertThat(viewer.states(id)).containsExactly("NEW", "CANCELED");
    }

    @Test
    void aTaskTheDeviceHasIsStoppedByTheDevice() {
        // Given
        String id = claimed("");

        // When
        Response asked = cancel(id, "{\"deadline\":60}");
        Word stop = device.hear("cnl");
        device.res(id, 499, "");
        device.hear("cmt");

        // Then
        asked.then().statusCode(202);
        assertThat(asked.jsonPath().getString("cancelRequestedAt")).isNotBlank();
        assertThat(stop.isAbout(id)).isTrue();
        assertThat(stop.body().getLong("deadline")).isPositive();
        assertThat(viewer.task(id).getString("state")).isEqualTo("CANCELED");
        assertThat(viewer.task(id).getString("outcome")).isEqualTo("KNOWN");
    }

    @Test
    void aQuestionForATaskToStopIsAnsweredByThat() {
        // Given
        String id = claimed("");
        cancel(id, "");
        device.hear("cnl");

        // When
        device.req(id);
        Word answer = device.hear("cnl", word -> word.isAbout(id), Duration.ofSeconds(3));

        // Then
        assertThat(answer.isAbout(id)).isTrue();
        assertThat(device.untaken("rsp")).isEmpty();
    }

    @Test
    void aDeviceThatWasFasterIsDone() {
        // Given
        String id = claimed("");
        cancel(id, "");

        // When
        device.res(id, 200, "1");
        device.hear("cmt");

        // Then
        assertThat(viewer.task(id).getString("state")).isEqualTo("DONE");
    }

    @Test
    void aBusyDeviceIsNotCalledAgainForATaskToStop() {
        // Given
        String id = claimed("");
        cancel(id, "");

        // When
        device.say("res", id, Map.of("status_code", "503"), "1");
        device.hear("cmt");

        // Then
        assertThat(viewer.task(id).getString("state")).isEqualTo("FAILED");
    }

    @Test
    void forceCancelsWithoutTheDevice() {
        // Given
        String id = claimed("");

        // When
        Response forced = cancel(id, "{\"force\":true}");

        // Then
        forced.then().statusCode(200);
        assertThat(viewer.task(id).getString("state")).isEqualTo("CANCELED");
        assertThat(viewer.task(id).getString("outcome")).isEqualTo("UNKNOWN");
    }

    @Test
    void theDeadlineCancelsWhenTheDeviceDoesNotAnswer() {
        // Given
        String id = claimed("");

        // When
        cancel(id, "{\"deadline\":1}").then().statusCode(202);
        var canceled = viewer.awaitState(id, "CANCELED", Duration.ofSeconds(8));

        // Then
        assertThat(canceled.getString("outcome")).isEqualTo("UNKNOWN");
    }

    @Test
    void aFinalTaskCannotBeCanceled() {
        // Given
        String id = claimed("");
        device.res(id, 200, "1");
        device.hear("cmt");

        // Then
        Problems.assertProblem(cancel(id, ""), 409, "task-final");
    }

    @Test
    void anUnknownOrForeignTaskCannotBeCanceledAndAViewerCancelsNothing() {
        // Given
        String id = submit("");

        // Then
        Problems.assertProblem(cancel("01957e5a-7c00-7000-8000-000000000001", ""), 404, "not-found");
        Problems.assertProblem(Organisation.fresh().operator().post("/tasks/" + id + "/cancel", ""), 404, "not-found");
        Problems.assertProblem(viewer.post("/tasks/" + id + "/cancel", ""), 403, "forbidden");
        assertThat(viewer.task(id).getString("state")).isEqualTo("NEW");
    }

    @Test
    void aBadRequestToCancelIsInvalid() {
        // Given
        String id = submit("");

        // Then
        Problems.assertInvalid(cancel(id, "{\"force\":\"yes\"}"), "/force");
        Problems.assertInvalid(cancel(id, "{\"deadline\":-1}"), "/deadline");
        Problems.assertInvalid(cancel(id, "{\"why\":1}"), "/why");
        Problems.assertProblem(cancel(id, "{"), 400, "malformed");
        assertThat(viewer.task(id).getString("state")).isEqualTo("NEW");
    }

    private Response cancel(String id, String body) {
        return organisation.operator().post("/tasks/" + id + "/cancel", body);
    }

    private String submit(String more) {
        return organisation.operator().submit(device.id(), "open", more);
    }

    private String claimed(String more) {
        String id = submit(more);
        device.claim(id);
        return id;
    }
}
