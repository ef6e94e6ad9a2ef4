package io.asyncrpc.fleet.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CallPlanTest {

    @Test
    void theSameSeedMakesTheSameChoices() {
        assertThat(plans(42)).isEqualTo(plans(42)).isNotEqualTo(plans(43));
    }

    @Test
    void everythingThatAClientMayDoIsDone() {
        // When
        List<CallPlan> plans = plans(1);

        // Then
        assertThat(plans).anyMatch(CallPlan::keyed).anyMatch(plan -> !plan.keyed());
        assertThat(plans).anyMatch(plan -> plan.cancelMillis() >= 0 && plan.force());
        assertThat(plans).anyMatch(plan -> plan.cancelMillis() >= 0 && !plan.force());
        assertThat(plans).anyMatch(CallPlan::again).anyMatch(CallPlan::abuse).anyMatch(CallPlan::foreign);
        assertThat(plans).anyMatch(CallPlan::poll).anyMatch(plan -> plan.ttl() < 20);
        assertThat(plans).filteredOn(plan -> plan.again() || plan.abuse()).allMatch(CallPlan::keyed);
        assertThat(plans.stream().map(CallPlan::device).distinct()).hasSize(10);
    }

    private static List<CallPlan> plans(long seed) {
        return LongStream.rangeClosed(1, 2_000)
                .mapToObj(call -> CallPlan.mixed(seed, call, 10))
                .toList();
    }
}
