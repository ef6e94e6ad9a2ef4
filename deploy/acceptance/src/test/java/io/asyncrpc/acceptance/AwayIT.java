package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A device with a persistent session that goes away between its question and the answer. */
@Execution(ExecutionMode.CONCURRENT)
class AwayIT {

    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final Organisation organisation = Organisation.fresh();
    private final TestDevice.Account account = organisation.hire();

    @Test
    void theAnswerWaitsForItAsLongAsTheLease() {
        // Given
        String id = askedAndGone("\"lease\":60");

        // When
        try (TestDevice back = TestDevice.resume(account)) {
            Word task = back.hear("rsp");
            back.res(id, 200, "1");
            back.hear("cmt");

            // Then
            assertThat(task.isAbout(id)).isTrue();
            assertThat(organisation.viewer().task(id).getString("state")).isEqualTo("DONE");
        }
    }

    @Test
    void aTaskThatWasCanceledMeanwhileIsNotHandedOutAfterItsLease() {
        // Given
        String id = askedAndGone("\"lease\":5,\"attemptTimeout\":5");

        // When
        organisation.operator().post("/tasks/" + id + "/cancel", "{\"force\":true}");
        JsonPath canceled = organisation.viewer().task(id);
        Patience.pass(Duration.ofSeconds(6));

        // Then
        assertThat(canceled.getString("state")).isEqualTo("CANCELED");
        assertThat(canceled.getString("outcome")).isEqualTo("UNKNOWN");
        assertSilent();
    }

    @Test
    void aTaskThatFailedMeanwhileIsNotHandedOutAfterItsLease() {
        // Given
        String id = askedAndGone("\"lease\":5,\"attemptTimeout\":5,\"maxAttempts\":1");

        // When
        organisation.viewer().awaitState(id, "FAILED", OneDevice.LEASE_LOST);
        // its doorbell, if the voice was heard to come, lasts a little longer than the lease
        Patience.pass(Duration.ofSeconds(3));

        // Then
        assertSilent();
    }

    @Test
    void itsDoorbellAndTheWishToStopAreForgottenWhenTheyAreOver() {
        // Given
        String id = askedAndGone("\"lease\":5,\"attemptTimeout\":5");
        String expired = organisation.operator().submit(account.username(), "open", "\"ttl\":2");

        // When
        organisation.operator().post("/tasks/" + id + "/cancel", "{\"deadline\":3}");
        organisation.viewer().awaitState(id, "CANCELED", OneDevice.LEASE_LOST);
        organisation.viewer().awaitState(expired, "EXPIRED", OneDevice.SWEPT);
        Patience.pass(Duration.ofSeconds(3));

        // Then
        assertSilent();
    }

    /** A task whose payload waits in the session of a device that is away. */
    private String askedAndGone(String more) {
        TestDevice.resume(account).close();
        organisation.viewer().awaitConnected(account.username(), false);
        String id = organisation.operator().submit(account.username(), "open", more);
        try (TestDevice voice = TestDevice.open(account, account.username() + "-voice")) {
            voice.req(id);
            organisation.viewer().awaitState(id, "LOCKED");
        }
        Patience.pass(Duration.ofMillis(300));
        return id;
    }

    /** It comes back, hears nothing of old, and is answered when it asks. */
    private void assertSilent() {
        try (TestDevice back = TestDevice.resume(account)) {
            Patience.pass(SILENCE);
            assertThat(back.untaken("rsp")).isEmpty();
            assertThat(back.untaken("tsk")).isEmpty();
            assertThat(back.untaken("cnl")).isEmpty();
            back.req(null);
            assertThat(back.hear("rsp").body().getString("reason")).isEqualTo("NOTHING");
        }
    }
}
