package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.Mosquitto.Version;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The main job: a call goes to a device and its answer comes back, with devices that are not ours. */
class RoundTripIT {

    /** Whitespace, number spelling and escapes that a parser would not give back as they were. */
    private static final String PAYLOAD =
            "{ \"percent\" : 1.50,\"e\":1E+2, \"big\":123456789012345678901234567890 ,\"t\":\"\\u00e9\\u0000\\/é\" }";

    private static final String RESULT = "{\"open\" : true, \"at\":40.0}";

    private final Organisation organisation = Organisation.fresh();

    @Test
    void anMqtt5DeviceIsCalledAndItsAnswerIsPolled() throws Exception {
        // Given
        var account = organisation.hire();
        try (Mosquitto device = Mosquitto.subscribe(Version.MQTT_5, account)) {
            String id = organisation.operator().submit(account.username(), "17", "\"payload\":" + PAYLOAD);

            // When
            Word doorbell = device.hear("tsk");
            device.say("req", "", "-D", "publish", "correlation-data", id);
            Word task = device.hear("rsp");
            device.say(
                    "res",
                    RESULT,
                    "-D",
                    "publish",
                    "correlation-data",
                    id,
                    "-D",
                    "publish",
                    "user-property",
                    "status_code",
                    "200",
                    "-D",
                    "publish",
                    "user-property",
                    "ext_id",
                    "77",
                    "-D",
                    "publish",
                    "user-property",
                    "attempt",
                    "1");
            Word committed = device.hear("cmt");

            // Then
            assertThat(List.of(doorbell, task, committed))
                    .allSatisfy(word -> assertThat(word.correlation()).isEqualTo(id))
                    .allSatisfy(word -> assertThat(word.properties()).containsEntry("correlationData", id));
            assertThat(doorbell.properties()).containsEntry("method_code", "17");
            assertThat(task.properties()).containsEntry("attempt", "1").containsKey("lease");
            assertThat(committed.properties()).containsEntry("ext_id", "77").containsEntry("result_id", "1");
            assertRoundTrip(id, doorbell, task, committed, "77");
        }
    }

    @Test
    void anMqtt311DeviceIsCalledAndItsAnswerIsPolled() throws Exception {
        // Given
        var account = organisation.hire();
        try (Mosquitto device = Mosquitto.subscribe(Version.MQTT_3_1_1, account)) {
            String id = organisation.operator().submit(account.username(), "17", "\"payload\":" + PAYLOAD);

            // When
            Word doorbell = device.hear("tsk");
            device.say("req", "{\"correlationData\":\"%s\"}".formatted(id));
            Word task = device.hear("rsp");
            device.say(
                    "res",
                    "{\"correlationData\":\"%s\",\"status_code\":200,\"ext_id\":\"78\",\"attempt\":1,\"body\":%s}"
                            .formatted(id, RESULT));
            Word committed = device.hear("cmt");

            // Then
            assertRoundTrip(id, doorbell, task, committed, "78");
        }
    }

    private void assertRoundTrip(String id, Word doorbell, Word task, Word committed, String extId) {
        assertDoorbell(id, doorbell);
        assertTask(id, task);
        assertThat(committed.body().getString("message")).isEqualTo("committed");
        assertThat(committed.body().getString("id")).isEqualTo(id);
        assertThat(committed.body().getString("ext_id")).isEqualTo(extId);
        assertThat(committed.body().getInt("result_id")).isEqualTo(1);
        assertPolled(id, extId);
        assertHistory(id);
        assertListed(id);
    }

    private static void assertDoorbell(String id, Word doorbell) {
        assertThat(doorbell.body().getString("id")).isEqualTo(id);
        assertThat(doorbell.body().getInt("header.method_code")).isEqualTo(17);
        assertThat(doorbell.body().getString("header.method")).isEqualTo("17");
        assertThat(doorbell.body().getString("header.ext_task_id")).isEmpty();
        assertThat(doorbell.body().getInt("header.ttl"))
                .as("minutes, rounded up")
                .isEqualTo(60);
        assertThat(doorbell.text()).doesNotContain("payload");
    }

    private static void assertTask(String id, Word task) {
        assertThat(task.body().getString("id")).isEqualTo(id);
        assertThat(task.body().getInt("status")).as("NEW before the claim").isZero();
        assertThat(task.body().getInt("attempt")).isEqualTo(1);
        assertThat(task.body().getInt("lease")).isBetween(290, 300);
        assertThat(task.text()).contains("\"payload\":" + PAYLOAD);
    }

    private void assertPolled(String id, String extId) {
        var answer = organisation.viewer().get("/tasks/" + id);
        var polled = answer.jsonPath();
        assertThat(polled.getString("state")).isEqualTo("DONE");
        assertThat(polled.getString("outcome")).isEqualTo("KNOWN");
        assertThat(polled.getInt("result.statusCode")).isEqualTo(200);
        assertThat(polled.getString("result.extId")).isEqualTo(extId);
        assertThat(polled.getInt("result.resultId")).isEqualTo(1);
        assertThat(answer.asString()).contains("\"payload\":" + PAYLOAD).contains("\"body\":" + RESULT);
        assertThat(answer.header("ETag")).isEqualTo("W/\"%d\"".formatted(polled.getLong("version")));
    }

    private void assertHistory(String id) {
        var history = organisation.viewer().history(id);
        int first = history.getInt("items[0].version");
        assertThat(history.getList("items.version", Integer.class)).containsExactly(first, first + 1, first + 2);
        assertThat(history.getList("items.to")).containsExactly("NEW", "LOCKED", "DONE");
        assertThat(history.getList("items.from")).containsExactly(null, "NEW", "LOCKED");
    }

    private void assertListed(String id) {
        String deviceId = organisation.viewer().task(id).getString("deviceId");
        var listed = organisation.viewer().get("/tasks?deviceId=" + deviceId).jsonPath();
        assertThat(listed.getList("items.id")).containsExactly(id);
        assertThat(listed.getList("items.state")).containsExactly("DONE");
        assertThat(listed.getMap("items[0]"))
                .doesNotContainKeys("payload", "results", "waitReason")
                .satisfies(
                        item -> assertThat(String.valueOf(item.get("result"))).doesNotContain("open"));
    }
}
