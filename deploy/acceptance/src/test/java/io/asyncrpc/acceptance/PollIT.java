package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.Mosquitto.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices that only poll: what they get, in which order, and how little they need to know. */
@Execution(ExecutionMode.CONCURRENT)
class PollIT {

    @Test
    void givesFirstWhatIsHeldLongestThenByPriorityThenTheOldest() {
        try (OneDevice pump = new OneDevice()) {
            // Given
            String old = pump.submit("\"priority\":3");
            String first = pump.claimed("");
            String second = pump.claimed("\"priority\":9");
            String young = pump.submit("\"priority\":3");
            String urgent = pump.submit("\"priority\":9");

            // When
            List<String> given = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                pump.device.req(null);
                Word word = pump.device.hear("rsp");
                given.add(word.taskId());
                pump.result(String.valueOf(word.taskId()), 200);
            }

            // Then
            assertThat(given).containsExactly(first, second, urgent, old, young);
            assertThat(pump.viewer.history(second).getList("items.attempt"))
                    .as("held ones are served again, not anew")
                    .containsExactly(0, 1, 1);
        }
    }

    @Test
    void looksPastTasksThatMustWait() {
        try (OneDevice pump = new OneDevice()) {
            // Given
            String backoff = pump.claimed("\"priority\":9");
            pump.result(backoff, 503, "retry_after", "600");
            pump.submit("\"priority\":9,\"notBefore\":\"%s\""
                    .formatted(Instant.now().plusSeconds(600)));
            String ready = pump.submit("");

            // When
            pump.device.req(null);
            Word given = pump.device.hear("rsp");
            pump.result(ready, 200);
            pump.device.req(null);
            Word nothing = pump.device.hear("rsp");

            // Then
            assertThat(given.taskId()).isEqualTo(ready);
            assertThat(nothing.body().getString("reason")).isEqualTo("TOO_EARLY");
            assertThat(nothing.body().getString("for")).isNull();
        }
    }

    @Test
    void anOldDeviceThatKnowsNoAttemptAndNoDoorbellGetsItsWorkDone() throws Exception {
        // Given
        Organisation organisation = Organisation.fresh();
        var account = organisation.hire();
        String busy = organisation.operator().submit(account.username(), "17", "\"payload\":1");
        String next = organisation.operator().submit(account.username(), "18", "\"payload\":2");

        // When
        try (Mosquitto device = Mosquitto.subscribe(Version.MQTT_3_1_1, account)) {
            device.say("req", "");
            Word first = device.hear("rsp");
            device.say("res", envelope(busy, 503, "\"busy\""));
            device.hear("cmt");
            device.say("req", "");
            Word second = device.hear("rsp");
            device.say("res", "{\"corr_id\":\"%s\",\"kWh\":12}".formatted(next));
            device.hear("cmt");
            Word again = Patience.until(() -> answerTo(device), word -> word.isAbout(busy));
            device.say("res", envelope(busy, 200, "\"open\""));
            device.hear("cmt");

            // Then
            assertThat(first.body().getString("id")).isEqualTo(busy);
            assertThat(second.body().getString("id")).isEqualTo(next);
            assertThat(again.body().getInt("attempt")).isEqualTo(2);
            assertThat(organisation.viewer().task(busy).getString("state")).isEqualTo("DONE");
            assertThat(organisation.viewer().task(busy).getList("results.attempt"))
                    .containsExactly(1, 2);
            assertThat(organisation.viewer().task(next).getString("state")).isEqualTo("DONE");
            assertThat(organisation.viewer().task(next).getInt("result.body.kWh"))
                    .isEqualTo(12);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "0x0", "007", "65535", "70000", "0.0"})
    void aNamedMethodNeverLooksLikeNothingToDo(String method) {
        try (OneDevice pump = new OneDevice()) {
            // Given
            String id = pump.organisation.operator().submit(pump.account.username(), method, "");

            // When
            Word bell = pump.device.hear("tsk");
            pump.device.req(null);
            Word task = pump.device.hear("rsp");
            pump.result(id, 200);
            pump.device.req(null);
            Word nothing = pump.device.hear("rsp");

            // Then
            assertThat(bell.properties()).containsEntry("method_code", "65535");
            assertThat(task.properties()).containsEntry("method_code", "65535");
            assertThat(task.body().getInt("header.method_code")).isEqualTo(65535);
            assertThat(task.body().getString("header.method")).isEqualTo(method);
            assertThat(task.body().getMap("")).doesNotContainKey("method_code").containsKey("payload");
            assertThat(nothing.properties()).containsEntry("method_code", "0");
            assertThat(nothing.body().getInt("method_code")).isZero();
        }
    }

    private static Word answerTo(Mosquitto device) {
        try {
            device.say("req", "");
            return device.hear("rsp");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String envelope(String id, int status, String body) {
        return "{\"correlationData\":\"%s\",\"status_code\":%d,\"body\":%s}".formatted(id, status, body);
    }
}
