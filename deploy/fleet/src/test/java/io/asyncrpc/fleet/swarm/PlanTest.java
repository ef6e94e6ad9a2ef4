package io.asyncrpc.fleet.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.fleet.device.DeviceChannel.Broker;
import io.asyncrpc.fleet.net.Hearing;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final Hearing HEARING = new Hearing(0, 0);

    @Test
    void theSameSeedMakesTheSameChoicesInWhateverOrder() {
        // When
        Plan late = Plan.of(42, Habit.FAILING, 900, 2);
        List<Plan> others = plans(42, Habit.FAILING);

        // Then
        assertThat(Plan.of(42, Habit.FAILING, 900, 2)).isEqualTo(late);
        assertThat(plans(42, Habit.FAILING)).isEqualTo(others).isNotEqualTo(plans(43, Habit.FAILING));
    }

    @Test
    void aFailingDeviceFailsWithEveryCode() {
        // When
        Set<Integer> codes = plans(1, Habit.FAILING).stream().map(Plan::status).collect(Collectors.toSet());

        // Then
        assertThat(codes).contains(200, 400, 401, 403, 404, 405, 409, 410, 418, 422, 499, 500, 501, 502, 504);
        assertThat(codes).contains(408, 425, 429, 503);
        assertThat(plans(1, Habit.FAILING)).anyMatch(plan -> plan.retryAfter() > 0);
    }

    @Test
    void aLateDeviceIsSometimesLaterThanItsLease() {
        assertThat(plans(1, Habit.LATE))
                .anyMatch(plan -> plan.workMillis() > 6_000)
                .anyMatch(plan -> plan.workMillis() < 100);
    }

    @Test
    void aCrashingDeviceCrashesInItsFirstAttemptOnly() {
        assertThat(plans(1, Habit.CRASHING)).anyMatch(Plan::crash);
        assertThat(LongStream.range(0, 500).mapToObj(call -> Plan.of(1, Habit.CRASHING, call, 2)))
                .noneMatch(Plan::crash);
    }

    @Test
    void aMixedSwarmHasEveryHabitAndAPlainOneIsPrompt() {
        // When
        SwarmSettings mixed = new SwarmSettings(new Broker("localhost", 1), 1, true, 0, HEARING, 0);
        SwarmSettings plain = new SwarmSettings(new Broker("localhost", 1), 1, false, 7, HEARING, 0);

        // Then
        assertThat(IntStream.range(0, 200).mapToObj(mixed::habit).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Habit.values());
        assertThat(IntStream.range(0, 200).mapToObj(plain::habit)).containsOnly(Habit.PROMPT);
        assertThat(plain.plan(Habit.PROMPT, 5, 1)).isEqualTo(Plan.atOnce(7));
    }

    private static List<Plan> plans(long seed, Habit habit) {
        return LongStream.range(0, 1_000)
                .mapToObj(call -> Plan.of(seed, habit, call, 1))
                .toList();
    }
}
