package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The rows of the table of states that begin with LOCKED: leases, attempts and progress. */
@Execution(ExecutionMode.CONCURRENT)
class TaskStatesLockedIT {

    private final OneDevice pump = new OneDevice();

    @AfterEach
    void disconnect() {
        pump.close();
    }

    @Test
    void tenRebootsInOneLeaseDoNotExtendIt() {
        // Given
        String id = pump.claimed("\"lease\":20,\"maxAttempts\":1");
        Instant leaseUntil = pump.time(id, "leaseUntil");
        pump.device.close();

        // When
        for (int i = 0; i < 10; i++) {
            try (TestDevice rebooted = TestDevice.connect(pump.account)) {
                rebooted.req(i % 2 == 0 ? null : id);
                assertThat(rebooted.hear("rsp").body().getInt("attempt")).isEqualTo(1);
            }
            assertThat(pump.time(id, "leaseUntil")).isEqualTo(leaseUntil);
        }
        JsonPath failed =
                pump.viewer.awaitState(id, "FAILED", Duration.ofSeconds(20).plus(OneDevice.SWEPT));

        // Then
        assertThat(Instant.parse(failed.getString("finishedAt"))).isBetween(leaseUntil, leaseUntil.plusSeconds(3));
        assertThat(pump.viewer.states(id)).containsExactly("NEW", "LOCKED", "FAILED");
    }

    @Test
    void progressRenewsTheLeaseUpToTheEndOfTheAttemptAndNoFurther() {
        // Given
        String id = pump.claimed("\"lease\":5,\"attemptTimeout\":8,\"maxAttempts\":1");
        Instant lockedAt = pump.time(id, "lockedAt");

        // When
        Awaitility.await("steady progress does not keep the attempt for ever")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(700))
                .until(() -> {
                    pump.device.say("prg", id, Map.of(), "{\"percent\":50}");
                    return pump.state(id).equals("FAILED");
                });

        // Then
        assertThat(pump.time(id, "finishedAt")).isBetween(lockedAt.plusSeconds(8), lockedAt.plusSeconds(12));
        assertThat(pump.task(id).getString("failure.code")).isEqualTo("LEASE_EXPIRED");
        assertThat(pump.task(id).getInt("progress.percent")).isEqualTo(50);
    }

    @Test
    void progressRenewsTheLeaseByItsWholeLength() {
        // Given
        String id = pump.claimed("\"lease\":60");
        Patience.pass(Duration.ofSeconds(2));

        // When
        pump.device.say("prg", id, Map.of(), "{}");
        JsonPath renewed = Patience.until(() -> pump.task(id), task -> task.get("progress.at") != null);

        // Then
        Instant at = Instant.parse(renewed.getString("progress.at"));
        assertThat(Instant.parse(renewed.getString("leaseUntil"))).isEqualTo(at.plusSeconds(60));
        assertThat(at).isAfter(pump.time(id, "lockedAt").plusSeconds(2));
    }

    @Test
    void progressAfterTheLeaseDoesNotBringItBack() {
        // Given
        String id = pump.lost("");

        // When
        pump.device.say("prg", id, Map.of(), "{\"percent\":99}");
        Word second = Patience.until(() -> pump.ask(id), word -> word.isAbout(id));

        // Then
        assertThat(second.body().getInt("attempt")).isEqualTo(2);
        assertThat(pump.task(id).getString("progress.percent")).isNull();
        assertThat(pump.viewer.states(id)).containsExactly("NEW", "LOCKED", "NEW", "LOCKED");
    }

    @Test
    void steadyProgressMovesTheVersionAtMostOnceASecond() {
        // Given
        String id = pump.claimed("");
        int before = pump.task(id).getInt("version");
        Instant start = Instant.now();

        // When
        for (int percent = 1; percent <= 60; percent++) {
            pump.device.say("prg", id, Map.of(), "{\"percent\":%d}".formatted(percent));
        }
        // Of several cores each takes some of them, and an older one may be the last; so the device says it again
        Patience.until(
                () -> {
                    pump.device.say("prg", id, Map.of(), "{\"percent\":60}");
                    return pump.task(id);
                },
                task -> Integer.valueOf(60).equals(task.get("progress.percent")));

        // Then
        long seconds = Duration.between(start, Instant.now()).toSeconds() + 1;
        assertThat(pump.task(id).getInt("version") - before).isBetween(1, (int) seconds);
    }

    @Test
    void everyQuestionUpToTheEndOfTheLeaseHasAnAnswer() {
        // Given
        String id = pump.claimed(OneDevice.SHORT_LEASE + ",\"maxAttempts\":1");

        // When
        List<String> reasons = new ArrayList<>();
        while (!reasons.contains("FINAL")) {
            reasons.add(String.valueOf(pump.ask(id).body().getString("reason")));
            Patience.pass(Duration.ofMillis(150));
        }

        // Then
        assertThat(reasons.getFirst()).as("served again").isEqualTo("null");
        assertThat(Set.copyOf(reasons)).containsExactlyInAnyOrder("null", "TOO_EARLY", "FINAL");
        assertThat(pump.viewer.states(id)).containsExactly("NEW", "LOCKED", "FAILED");
    }

    @Test
    void theDeadlineLetsTheRunningAttemptBeServedAgainButStartsNoOther() {
        // Given
        String id = pump.claimed("\"ttl\":2," + OneDevice.SHORT_LEASE);
        Instant expiresAt = pump.time(id, "expiresAt");
        Patience.until(Instant::now, now -> now.isAfter(expiresAt.plusSeconds(1)));

        // When
        Word again = pump.ask(id);
        JsonPath failed = pump.viewer.awaitState(id, "FAILED", OneDevice.LEASE_LOST);

        // Then
        assertThat(again.body().getInt("attempt")).isEqualTo(1);
        assertThat(failed.getInt("maxAttempts") - failed.getInt("attempt"))
                .as("attempts left")
                .isPositive();
        assertThat(failed.getString("failure.code")).isEqualTo("LEASE_EXPIRED");
        assertThat(failed.getString("outcome")).isEqualTo("UNKNOWN");
        assertThat(pump.viewer.states(id)).containsExactly("NEW", "LOCKED", "FAILED");
    }

    @Test
    void aSuccessOfAnEarlierAttemptEndsTheTaskWhileTheNextOneRuns() {
        // Given
        String id = pump.lost("");
        Patience.until(() -> pump.ask(id), word -> word.isAbout(id));

        // When
        pump.result(id, 200, "attempt", "1");

        // Then
        assertThat(pump.state(id)).isEqualTo("DONE");
        assertThat(pump.task(id).getInt("attempt")).isEqualTo(2);
        assertThat(pump.task(id).getInt("result.attempt")).isEqualTo(1);
        assertThat(pump.ask(id).body().getString("reason")).isEqualTo("FINAL");
    }

    @Test
    void aFailureOfAnEarlierAttemptIsKeptWhileTheNextOneRuns() {
        // Given
        String id = pump.lost("");
        Patience.until(() -> pump.ask(id), word -> word.isAbout(id));

        // When
        pump.result(id, 500, "attempt", "1");

        // Then
        assertThat(pump.state(id)).isEqualTo("LOCKED");
        assertThat(pump.task(id).getString("result.resultId")).isNull();
        assertThat(pump.task(id).getList("results.attempt")).containsExactly(1);
    }

    @Test
    void attemptsFollowEachOtherUntilNoneIsLeft() {
        // Given
        String id = pump.lost(",\"maxAttempts\":2");
        Word second = Patience.until(() -> pump.ask(id), word -> word.isAbout(id));

        // When
        JsonPath failed = pump.viewer.awaitState(id, "FAILED", OneDevice.LEASE_LOST);

        // Then
        assertThat(second.body().getInt("attempt")).isEqualTo(2);
        assertThat(failed.getInt("attempt")).isEqualTo(2);
        assertThat(failed.getString("failure.code")).isEqualTo("LEASE_EXPIRED");
        assertThat(failed.getString("outcome")).isEqualTo("UNKNOWN");
        assertThat(pump.viewer.history(id).getList("items.attempt")).containsExactly(0, 1, 1, 2, 2);
    }
}
