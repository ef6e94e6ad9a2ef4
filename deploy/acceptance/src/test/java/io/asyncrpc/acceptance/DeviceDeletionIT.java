package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import io.asyncrpc.acceptance.TestDevice.Account;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A deleted device is gone, and what comes after it under its name inherits nothing. */
class DeviceDeletionIT {

    private final Organisation organisation = Organisation.fresh();

    @Test
    void itsOpenTasksAreCanceled() {
        // Given
        try (TestDevice device = organisation.connect()) {
            String claimed = organisation.operator().submit(device.id(), "open", "");
            device.claim(claimed);
            String waiting = organisation.operator().submit(device.id(), "open", "");

            // When
            delete(device.id());

            // Then
            assertThat(organisation.viewer().awaitState(waiting, "CANCELED").getString("outcome"))
                    .isEqualTo("KNOWN");
            assertThat(organisation.viewer().awaitState(claimed, "CANCELED").getString("outcome"))
                    .isEqualTo("UNKNOWN");
        }
    }

    @Test
    void itsConnectionIsClosedAndItsAccountIsGone() {
        // Given
        Account account = organisation.hire();
        try (TestDevice device = TestDevice.connect(account)) {

            // When
            delete(device.id());

            // Then
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !device.isConnected());
            assertThatThrownBy(() -> TestDevice.open(account, account.username()))
                    .isInstanceOf(Mqtt5ConnAckException.class);
        }
    }

    @Test
    void itIsNotFoundAnyMore() {
        // Given
        String deviceId = organisation.register();

        // When
        delete(deviceId);

        // Then
        organisation.viewer().get("/devices/" + deviceId).then().statusCode(404);
        organisation.admin().request().delete("/devices/" + deviceId).then().statusCode(404);
        organisation
                .operator()
                .post("/tasks", Bodies.task(deviceId, "open", ""))
                .then()
                .statusCode(404);
        assertThat(organisation.viewer().get("/devices").jsonPath().getList("items.deviceId"))
                .isEmpty();
    }

    @Test
    void aRecreatedDeviceInheritsNothing() {
        // Given
        Account old = organisation.hire();
        String inherited = organisation.operator().submit(old.username(), "open", "");
        delete(old.username());
        organisation.register(old.username());
        Account renewed = organisation.credentials(old.username());

        // When
        try (TestDevice device = TestDevice.connect(renewed)) {
            device.req(null);
            Word next = device.hear("rsp");
            device.req(inherited);
            Word refused = device.hear("err");
            device.req(UUID.randomUUID().toString());
            Word unknown = device.hear("err");

            // Then
            assertThat(next.body().getString("reason")).isEqualTo("NOTHING");
            assertThat(refused.body().getString("code"))
                    .isEqualTo(unknown.body().getString("code"));
            assertThat(organisation.viewer().task(inherited).getString("state")).isEqualTo("CANCELED");
            assertThatThrownBy(() -> TestDevice.open(old, old.username())).isInstanceOf(Mqtt5ConnAckException.class);
        }
    }

    private void delete(String deviceId) {
        organisation.admin().request().delete("/devices/" + deviceId).then().statusCode(204);
    }
}
