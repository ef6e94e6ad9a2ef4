package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Registering devices, and seeing whether they are there. */
class DeviceRegistryIT {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Organisation organisation = Organisation.fresh();
    private final ApiClient admin = organisation.admin();

    @Test
    void registersOnceAndReplacesAfterwards() {
        // Given
        String path = "/devices/pump-" + Organisation.unique();
        String first = "{\"description\":\"hall 7\",\"labels\":{\"site\":\"north\",\"line\":\"2\"}}";

        // When
        var created = admin.json(first).put(path);
        var replaced = admin.json("{\"labels\":{\"site\":\"south\"}}").put(path);

        // Then
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.jsonPath().getMap("labels"))
                .containsEntry("site", "north")
                .hasSize(2);
        assertThat(replaced.statusCode()).isEqualTo(200);
        JsonPath device = admin.get(path).jsonPath();
        assertThat(device.getString("description")).isNull();
        assertThat(device.getMap("labels")).hasSize(1).containsEntry("site", "south");
    }

    @Test
    void hasAnAccountSoonAfterItsRegistration() {
        // Given
        String deviceId = organisation.register();

        // Then
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> device(deviceId).getString("account"), "READY"::equals);
    }

    @Test
    void isConnectedWhileItIsAndSeenAfterwards() {
        // Given
        var account = organisation.hire();
        assertThat(device(account.username()).getBoolean("connected")).isFalse();

        // When
        TestDevice device = TestDevice.connect(account);
        JsonPath there = admin.awaitConnected(device.id(), true, SOON);
        device.close();
        JsonPath gone = admin.awaitConnected(device.id(), false, SOON);

        // Then
        assertThat(there.getString("connectedSince")).isNotBlank();
        assertThat(gone.getString("connectedSince")).isNull();
        assertThat(gone.getString("lastSeenAt")).isNotBlank();
    }

    @Test
    void staysConnectedWhenANewConnectionTakesTheOldOnesPlace() {
        // Given
        var account = organisation.hire();
        TestDevice old = TestDevice.connect(account);

        // When
        try (TestDevice device = TestDevice.connect(account)) {
            Awaitility.await().until(() -> !old.isConnected());

            // Then
            admin.awaitConnected(device.id(), true, SOON);
            Awaitility.await()
                    .during(Duration.ofSeconds(2))
                    .until(() -> device(device.id()).getBoolean("connected"));
        }
    }

    @Test
    void listsByLabelAndByConnection() {
        // Given
        String north = "pump-" + Organisation.unique();
        admin.json("{\"labels\":{\"site\":\"north\"}}").put("/devices/" + north);
        var account = organisation.hire();

        // When
        try (TestDevice device = TestDevice.connect(account)) {
            admin.awaitConnected(device.id(), true, SOON);

            // Then
            assertThat(ids("/devices?label=site=north")).containsExactly(north);
            assertThat(ids("/devices?label=site%3Dnorth")).containsExactly(north);
            assertThat(ids("/devices?label=site=south")).isEmpty();
            assertThat(ids("/devices?connected=true")).containsExactly(device.id());
            assertThat(ids("/devices?connected=false")).containsExactly(north);
            assertThat(ids("/devices")).containsExactlyInAnyOrder(north, device.id());
        }
    }

    @Test
    void givesNoCredentialsToWhatIsNotRegistered() {
        // When
        var refused = admin.request().post("/devices/nobody-" + Organisation.unique() + "/credentials");

        // Then
        assertThat(refused.statusCode()).isEqualTo(404);
        Problems.assertProblem(refused);
    }

    private JsonPath device(String deviceId) {
        return admin.get("/devices/" + deviceId)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private List<String> ids(String path) {
        return admin.get(path).then().statusCode(200).extract().jsonPath().getList("items.deviceId");
    }
}
