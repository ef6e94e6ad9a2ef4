package io.asyncrpc.fleet.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import io.asyncrpc.fleet.device.Said.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The section "A device must" of docs/protocol.md. */
class DeviceProtocolTest {

    private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant LATER = T0.plus(DeviceProtocol.PATIENCE);
    private static final Outcome DONE = new Outcome(200, NullNode.getInstance());

    private final DeviceProtocol device = new DeviceProtocol(Manner.MODERN);

    @Test
    void asksForItsNextTaskOnceConnected() {
        assertThat(device.connected(T0)).containsExactly(ask(null));
    }

    @Test
    void answersTheDoorbellAndAsksForThatTask() {
        // When
        List<Act> acts = device.heard(doorbell("a"), T0);

        // Then
        assertThat(acts).containsExactly(new Act.Say(new Said.Ack("a")), ask("a"));
    }

    @Test
    void doesNotAskAgainWhileItsQuestionIsOpen() {
        // Given
        device.heard(doorbell("a"), T0);

        // When
        List<Act> acts = device.heard(doorbell("a"), T0.plusSeconds(5));

        // Then
        assertThat(acts).containsExactly(new Act.Say(new Said.Ack("a")));
    }

    @Test
    void repeatsAnUnansweredQuestionAfterItsPatience() {
        // Given
        device.heard(doorbell("a"), T0);

        // When
        List<Act> early = device.tick(LATER.minusMillis(1));
        List<Act> due = device.tick(LATER);

        // Then
        assertThat(early).isEmpty();
        assertThat(due).containsExactly(ask("a"));
    }

    @Test
    void repeatsNothingThatWasAnswered() {
        // Given
        device.heard(doorbell("a"), T0);
        device.heard(doorbell("b"), T0);
        device.heard(doorbell("c"), T0);

        // When
        device.heard(new Heard.Nothing("a", "FINAL"), T0);
        device.heard(new Heard.Refused("b", 404, "no such task"), T0);
        device.heard(call("c", 1), T0);

        // Then
        assertThat(device.tick(LATER)).isEmpty();
    }

    @Test
    void runsAnAttemptOnceHoweverOftenItIsServed() {
        // Given
        device.heard(doorbell("a"), T0);

        // When
        List<Act> first = device.heard(call("a", 1), T0);
        List<Act> again = device.heard(call("a", 1), T0);
        List<Act> next = device.heard(call("a", 2), T0);

        // Then
        assertThat(first).containsExactly(new Act.Run(call("a", 1)));
        assertThat(again).isEmpty();
        assertThat(next).containsExactly(new Act.Run(call("a", 2)));
    }

    @Test
    void saysAKeptResultInsteadOfRunningAnAttemptAgain() {
        // Given
        device.heard(call("a", 1), T0);
        List<Act> result = device.finished(call("a", 1), DONE, T0);

        // When
        List<Act> acts = device.heard(call("a", 1), T0);

        // Then
        assertThat(acts).isEqualTo(result).containsExactly(say("a", 1, DONE, "1"));
    }

    @Test
    void saysItsResultAgainUntilItIsCommitted() {
        // Given
        device.heard(call("a", 1), T0);
        List<Act> result = device.finished(call("a", 1), DONE, T0);

        // When
        List<Act> unanswered = device.tick(LATER);
        device.heard(new Heard.Committed("a", 1), LATER);
        List<Act> committed = device.tick(LATER.plus(DeviceProtocol.PATIENCE));

        // Then
        assertThat(unanswered).isEqualTo(result);
        assertThat(committed).isEmpty();
    }

    @Test
    void forgetsAResultThatWasRefused() {
        // Given
        device.heard(call("a", 1), T0);
        device.finished(call("a", 1), DONE, T0);

        // When
        device.heard(new Heard.Refused("a", 422, "attempt is not a number"), T0);

        // Then
        assertThat(device.tick(LATER)).isEmpty();
    }

    @Test
    void saysEverythingUnansweredAgainAfterAReconnection() {
        // Given
        device.heard(call("a", 1), T0);
        device.finished(call("a", 1), DONE, T0);
        device.heard(doorbell("b"), T0);

        // When
        List<Act> acts = device.connected(T0.plus(Duration.ofSeconds(3)));

        // Then
        assertThat(acts).containsExactly(say("a", 1, DONE, "1"), ask("b"), ask(null));
    }

    @Test
    void asksForMoreAfterEachTaskUntilNothingIsLeft() {
        // Given
        device.connected(T0);
        device.heard(call("a", 1), T0);
        device.finished(call("a", 1), DONE, T0);

        // When
        List<Act> afterFirst = device.heard(new Heard.Committed("a", 1), T0);
        device.heard(new Heard.Nothing(null, "NOTHING"), T0);
        List<Act> afterLast = device.heard(new Heard.Committed("a", 1), T0);

        // Then
        assertThat(afterFirst).containsExactly(ask(null));
        assertThat(afterLast).isEmpty();
    }

    @Test
    void abandonsACallThatIsToStopAndSaysSo() {
        // Given
        device.heard(call("a", 1), T0);

        // When
        List<Act> acts = device.heard(new Heard.Stop("a"), T0);
        List<Act> lateEnd = device.finished(call("a", 1), DONE, T0);

        // Then
        Outcome stopped = new Outcome(DeviceProtocol.STOPPED, NullNode.getInstance());
        assertThat(acts).containsExactly(new Act.Abandon(call("a", 1)), say("a", 1, stopped, "1"));
        assertThat(lateEnd).isEmpty();
    }

    @Test
    void anOldDeviceAsksEveryTwoSecondsAndHearsNoDoorbell() {
        // Given
        DeviceProtocol old = new DeviceProtocol(Manner.POLLS_ONLY);
        old.connected(T0);
        old.heard(new Heard.Nothing(null, "NOTHING"), T0);

        // When
        List<Act> rung = old.heard(doorbell("a"), T0);
        List<Act> polled = old.tick(T0);
        old.heard(new Heard.Nothing(null, "NOTHING"), T0);
        List<Act> early = old.tick(T0.plusMillis(1_999));
        List<Act> again = old.tick(T0.plusSeconds(2));

        // Then
        assertThat(rung).isEmpty();
        assertThat(early).isEmpty();
        assertThat(polled).isEqualTo(again).containsExactly(ask(null));
    }

    @Test
    void anOldDeviceDoesOneThingAtATimeAndNamesNoAttempt() {
        // Given
        DeviceProtocol old = new DeviceProtocol(Manner.POLLS_ONLY);

        // When
        List<Act> first = old.heard(call("a", 1), T0);
        List<Act> busy = old.heard(call("a", 1), T0);
        List<Act> stopped = old.heard(new Heard.Stop("a"), T0);
        List<Act> result = old.finished(call("a", 1), DONE, T0);
        old.heard(new Heard.Committed("a", 1), T0);
        List<Act> servedAgain = old.heard(call("a", 2), T0);

        // Then
        assertThat(first).containsExactly(new Act.Run(call("a", 1)));
        assertThat(busy).isEmpty();
        assertThat(stopped).isEmpty();
        assertThat(result).containsExactly(new Act.Say(new Said.Result("a", null, DONE, "1")));
        assertThat(servedAgain).containsExactly(new Act.Run(call("a", 2)));
    }

    private static Heard.Doorbell doorbell(String id) {
        return new Heard.Doorbell(id, "open");
    }

    private static Heard.Call call(String id, int attempt) {
        return new Heard.Call(id, attempt, "open", NullNode.getInstance());
    }

    private static Act ask(@Nullable String id) {
        return new Act.Say(new Said.Ask(id));
    }

    private static Act say(String id, int attempt, Outcome outcome, String extId) {
        return new Act.Say(new Said.Result(id, attempt, outcome, extId));
    }
}
