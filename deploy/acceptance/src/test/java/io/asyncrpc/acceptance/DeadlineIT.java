package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a task when nobody answers. */
class DeadlineIT {

    private static final Duration SWEPT = Duration.ofSeconds(6);
    private static final String SHORT_LEASE = "\"lease\":5,\"attemptTimeout\":5";
    private static final Duration LEASE_LOST = Duration.ofSeconds(5).plus(SWEPT);

    private final Organisation organisation = Organisation.fresh();
    private final ApiClient viewer = organisation.viewer();
    private final TestDevice device = organisation.connect();

    @AfterEach
    void disconnect() {
        device.close();
    }

    @Test
    void aTaskNobodyClaimedExpires() {
        // When
        String id = submit("\"ttl\":1");
        var expired = viewer.awaitState(id, "EXPIRED", SWEPT);
        device.req(id);
        Word late = device.hear("rsp");

        // Then
        assertThat(expired.getString("outcome")).isEqualTo("KNOWN");
        assertThat(expired.getString("finishedAt")).isNotBlank();
        assertThat(late.body().getString("reason")).isEqualTo("FINAL");
    }

    @Test
    void aLostLeaseBringsTheTaskBackAndRingsAgain() {
        // Given
        String id = submit(SHORT_LEASE);
        device.hear("tsk", word -> word.isAbout(id));
        device.claim(id);

        // When: a doorbell may have come twice before, by the submit and by the subscription
        viewer.awaitState(id, "NEW", LEASE_LOST.plusSeconds(6));
        device.hear("tsk", word -> word.isAbout(id), LEASE_LOST.plusSeconds(6));
        Word second = device.claim(id);

        // Then
        assertThat(second.body().getInt("attempt")).isEqualTo(2);
        assertThat(viewer.states(id)).containsExactly("NEW", "LOCKED", "NEW", "LOCKED");
    }

    @Test
    void theLostLeaseOfTheOnlyAttemptFailsTheTaskWithUnknownOutcome() {
        // Given
        String id = submit(SHORT_LEASE + ",\"maxAttempts\":1");
        device.claim(id);

        // When
        var failed = viewer.awaitState(id, "FAILED", LEASE_LOST);
        device.res(id, 200, "\"late\"");
        device.hear("cmt");

        // Then
        assertThat(failed.getString("failure.code")).isEqualTo("LEASE_EXPIRED");
        assertThat(failed.getString("outcome")).isEqualTo("UNKNOWN");
        assertThat(viewer.task(id).getString("state"))
                .as("final states never change")
                .isEqualTo("FAILED");
        assertThat(viewer.task(id).getList("results.body")).containsExactly("late");
    }

    @Test
    void aLateSuccessOfAnEarlierAttemptEndsTheTask() {
        // Given
        String id = submit(SHORT_LEASE);
        device.claim(id);
        viewer.awaitState(id, "NEW", LEASE_LOST);

        // When
        device.say("res", id, Map.of("status_code", "200", "attempt", "1"), "\"late\"");
        device.hear("cmt");

        // Then
        assertThat(viewer.task(id).getString("state")).isEqualTo("DONE");
    }

    @Test
    void aLateFailureOfAnEarlierAttemptMovesNothing() {
        // Given
        String id = submit(SHORT_LEASE);
        device.claim(id);
        viewer.awaitState(id, "NEW", LEASE_LOST);
        device.hear("tsk", word -> word.isAbout(id));
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> {
            device.req(id);
            return device.hear("rsp").body().get("attempt") != null;
        });

        // When
        device.say("res", id, Map.of("status_code", "500", "attempt", "1"), "\"late\"");
        device.hear("cmt");

        // Then
        assertThat(viewer.task(id).getString("state")).isEqualTo("LOCKED");
        assertThat(viewer.task(id).getInt("attempt")).isEqualTo(2);
    }

    @Test
    void anAttemptMayFinishInsideItsLeaseAfterTheDeadline() {
        // Given
        String id = submit("\"ttl\":2,\"lease\":30");
        device.claim(id);
        Awaitility.await("two seconds past the deadline it still runs")
                .during(Duration.ofSeconds(4))
                .atMost(Duration.ofSeconds(10))
                .until(() -> viewer.task(id).getString("state").equals("LOCKED"));

        // When
        device.res(id, 200, "1");
        device.hear("cmt");

        // Then
        assertThat(viewer.task(id).getString("state")).isEqualTo("DONE");
    }

    private String submit(String more) {
        return organisation.operator().submit(device.id(), "open", more);
    }
}
