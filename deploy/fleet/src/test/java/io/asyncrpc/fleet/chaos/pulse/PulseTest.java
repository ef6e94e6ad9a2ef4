package io.asyncrpc.fleet.chaos.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.fleet.record.Line;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PulseTest {

    private static final long MILLI = 1_000;
    private static final long SECOND = 1_000_000;
    private static final Norm NORM = new Norm(Duration.ofMillis(100));

    private final Pulse pulse = new Pulse(device -> device.startsWith("prompt"));
    private long call;

    @Test
    void aRoundTripGoesFromTheSubmissionUntilAClientSeesTheEnd() {
        // When
        trip(0, 80 * MILLI);
        trip(500 * MILLI, 30 * MILLI);

        // Then
        assertThat(pulse.beat(0, SECOND)).isEqualTo(new Beat(2, 0, Duration.ofMillis(80)));
        assertThat(pulse.beat(100 * MILLI, SECOND)).isEqualTo(new Beat(1, 0, Duration.ofMillis(30)));
    }

    @Test
    void aTaskThatIsNotFinalIsUnanswered() {
        // When
        submit(0, "prompt-1");
        accept(10, "t1");
        see(20, "t1", "LOCKED");

        // Then
        assertThat(pulse.beat(0, SECOND)).isEqualTo(new Beat(1, 1, Duration.ZERO));
    }

    @Test
    void aSubmissionThatIsRefusedOrLostIsUnanswered() {
        // When
        submit(0, "prompt-1");
        pulse.accept(new Line.Submitted(10, call, 503, null, null, null, false));
        submit(20, "prompt-1");
        pulse.accept(new Line.Lost(30, call, "reset"));
        submit(40, "prompt-1");
        pulse.accept(new Line.Submitted(50, call, 401, null, null, null, false));

        // Then
        assertThat(pulse.beat(0, SECOND)).isEqualTo(new Beat(3, 3, Duration.ZERO));
    }

    @Test
    void aReplayAndAKeyOfSomethingElseAreNoRoundTrips() {
        // When
        submit(0, "prompt-1");
        pulse.accept(new Line.Submitted(10, call, 202, "t1", 1L, "NEW", true));
        submit(20, "prompt-1");
        pulse.accept(new Line.Submitted(30, call, 422, null, null, null, false));

        // Then
        assertThat(pulse.beat(0, SECOND).begun()).isZero();
    }

    @Test
    void onlyPromptDevicesCount() {
        // When
        submit(0, "slow-1");

        // Then
        assertThat(pulse.beat(0, SECOND).begun()).isZero();
    }

    @Test
    void normalIsTheFirstSecondFromWhichAllIsFast() {
        // Given: 3.05 s of slow round trips after the fault, then fast ones
        steady(0, 3_050 * MILLI, 2 * SECOND);
        steady(3_050 * MILLI, 10 * SECOND, 50 * MILLI);

        // When
        var recovery = pulse.normalAfter(0, 10 * SECOND, NORM);

        // Then
        assertThat(recovery)
                .hasValueSatisfying(
                        time -> assertThat(time).isBetween(Duration.ofMillis(2_900), Duration.ofMillis(3_200)));
    }

    @Test
    void oneLuckySecondIsNoRecovery() {
        // Given: a second and a half is fast, then it is slow again
        steady(0, 1_500 * MILLI, 50 * MILLI);
        steady(1_500 * MILLI, 4 * SECOND, 2 * SECOND);
        steady(4 * SECOND, 10 * SECOND, 50 * MILLI);

        // When
        var recovery = pulse.normalAfter(0, 10 * SECOND, NORM);

        // Then
        assertThat(recovery).hasValueSatisfying(time -> assertThat(time).isGreaterThan(Duration.ofMillis(3_800)));
    }

    @Test
    void nothingIsNormalWhileNothingBeginsOrSomethingStaysUnanswered() {
        // Given
        steady(0, 5 * SECOND, 50 * MILLI);
        for (long second = 5; second < 10; second++) {
            submit(second * SECOND, "prompt-1");
        }

        // Then
        assertThat(pulse.normalAfter(5 * SECOND, 10 * SECOND, NORM)).isEmpty();
        assertThat(pulse.normalAfter(12 * SECOND, 20 * SECOND, NORM)).isEmpty();
    }

    private void steady(long from, long until, long latency) {
        for (long at = from; at < until; at += 100 * MILLI) {
            trip(at, latency);
        }
    }

    private void trip(long at, long latency) {
        submit(at, "prompt-1");
        String task = "t" + call;
        accept(at + 1, task);
        see(at + latency, task, "DONE");
    }

    private void submit(long at, String device) {
        pulse.accept(new Line.Submit(at, ++call, "org", device, null, "", null, null));
    }

    private void accept(long at, String task) {
        pulse.accept(new Line.Submitted(at, call, 202, task, 1L, "NEW", false));
    }

    private void see(long at, String task, String state) {
        pulse.accept(new Line.Read(at, ++call, "org", task, null));
        pulse.accept(new Line.Seen(at, call, 200, state, null, null, null, null, null));
    }
}
