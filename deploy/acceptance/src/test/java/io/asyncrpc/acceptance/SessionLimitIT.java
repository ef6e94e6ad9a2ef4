package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.TestDevice.Account;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the broker keeps for an absent device has an end, and the device loses no task by it. */
@Tag(Installation.LAUNCHER)
class SessionLimitIT {

    private static final int LIMIT = 1000;
    private static final int MORE = 50;

    private final Organisation organisation = Organisation.fresh();

    @Test
    void anAbsentDevicesSessionKeepsTheLatestWordsAndItsTaskIsDoneAllTheSame() {
        // Given
        Account account = organisation.hire();
        String id = account.username();
        TestDevice.resume(account).close();
        String task = organisation.operator().submit(id, "open", "");

        // When
        BrokerUsers.say(id, "eva", LIMIT + MORE);

        // Then
        JsonPath session = Patience.until(
                () -> JsonPath.from(BrokerUsers.get("queues/devices/mqtt-subscription-" + id + "qos1")),
                queue -> queue.get("messages") != null && queue.getInt("messages") >= LIMIT);
        assertThat(session.getInt("messages")).isEqualTo(LIMIT);
        try (TestDevice device = TestDevice.resume(account)) {
            device.claim(task);
            device.res(task, 200, "1");
            device.hear("cmt", word -> word.isAbout(task));
        }
    }
}
