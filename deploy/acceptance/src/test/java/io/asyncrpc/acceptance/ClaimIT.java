package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a device gets when it asks. */
class ClaimIT {

    private static final String ZERO = "00000000-0000-0000-0000-000000000000";

    private final Organisation organisation = Organisation.fresh();
    private final TestDevice device = organisation.connect();

    @AfterEach
    void disconnect() {
        device.close();
    }

    @Test
    void nothingWhenThereIsNothing() {
        // When
        device.req(null);
        Word nothing = device.hear("rsp");

        // Then
        var body = nothing.body();
        assertThat(body.getInt("method_code")).isZero();
        assertThat(body.getMap("")).containsKey("for");
        assertThat(body.getString("for")).isNull();
        assertThat(body.getString("reason")).isEqualTo("NOTHING");
        assertThat(body.getLong("time")).isCloseTo(Instant.now().getEpochSecond(), Offset.offset(5L));
        assertThat(nothing.correlation()).isEqualTo(ZERO);
    }

    @Test
    void theMostUrgentThenTheOldestWhenItAsksForTheNext() {
        // Given
        String old = submit("\"priority\":1");
        String young = submit("\"priority\":1");
        String urgent = submit("\"priority\":9");

        // Then
        assertThat(next(null)).isEqualTo(urgent);
        done(urgent);
        assertThat(next(ZERO)).isEqualTo(old);
        done(old);
        assertThat(next(null)).isEqualTo(young);
    }

    @Test
    void theSameAttemptAgainWhenItRepeatsItsQuestion() {
        // Given
        String id = submit("\"lease\":60");
        Word first = device.claim(id);

        // When
        Word again = device.claim(id);
        String next = next(null);

        // Then
        assertThat(again.body().getInt("attempt")).isEqualTo(1);
        assertThat(again.body().getInt("lease"))
                .as("the lease is not renewed")
                .isLessThanOrEqualTo(first.body().getInt("lease"));
        assertThat(next).as("what it holds comes first").isEqualTo(id);
        assertThat(organisation.viewer().states(id)).containsExactly("NEW", "LOCKED");
    }

    @Test
    void nothingForATaskThatIsFinal() {
        // Given
        String id = submit("");
        device.claim(id);
        done(id);

        // When
        device.req(id);
        Word nothing = device.hear("rsp");

        // Then
        assertThat(nothing.body().getString("reason")).isEqualTo("FINAL");
        assertThat(nothing.body().getString("for")).isEqualTo(id);
    }

    @Test
    void showsTheClaimToTheClient() {
        // Given
        String id = submit("\"lease\":60");

        // When
        device.claim(id);
        var task = organisation.viewer().task(id);

        // Then
        assertThat(task.getString("state")).isEqualTo("LOCKED");
        assertThat(task.getInt("attempt")).isEqualTo(1);
        Instant lockedAt = Instant.parse(task.getString("lockedAt"));
        assertThat(Instant.parse(task.getString("leaseUntil"))).isEqualTo(lockedAt.plusSeconds(60));
    }

    @Test
    void exactlyOneAnswerForEachQuestion() {
        // Given
        String id = submit("");
        int questions = 20;

        // When
        for (int i = 0; i < questions; i++) {
            device.req(id);
        }
        for (int i = 0; i < questions; i++) {
            device.hear("rsp", word -> word.isAbout(id));
        }
        device.req("01957e5a-7c00-7000-8000-000000000001");
        device.hear("err");

        // Then
        assertThat(device.untaken("rsp")).isEmpty();
        assertThat(organisation.viewer().task(id).getInt("attempt")).isEqualTo(1);
    }

    private String submit(String more) {
        return organisation.operator().submit(device.id(), "open", more);
    }

    private String next(@Nullable String correlation) {
        device.req(correlation);
        return String.valueOf(device.hear("rsp").taskId());
    }

    private void done(String id) {
        device.res(id, 200, "1");
        device.hear("cmt", word -> word.isAbout(id));
    }
}
