package io.asyncrpc.bridge;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.MqttSessionExpiredException;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5MessageException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts on the real broker: what a device may do, and what it may not. */
@QuarkusTest
class DeviceAccountTest {
    private static final byte[] NO_BODY = {};
    private static final int MAX_CONNECTIONS = 64;

    @Test
    void deviceCannotSpeakForAnother() {
        // Given
        try (TestDevice device = TestDevice.connected("account-1")) {
            // When / Then
            assertThatThrownBy(() -> device.publish("dev/account-2/res", null, Map.of(), NO_BODY))
                    .isInstanceOfAny(Mqtt5MessageException.class, MqttSessionExpiredException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"srv/account-2/#", "srv/+/rsp", "#", "srv/#", "dev/account-1/#"})
    void deviceCannotHearAnother(String topicFilter) {
        // Given
        try (TestDevice device = TestDevice.connected("account-1")) {
            // When / Then
            assertThatThrownBy(() -> device.subscribe(topicFilter)).isInstanceOf(Mqtt5SubAckException.class);
        }
    }

    @Test
    void deviceCannotTakeTheSessionOfAnother() {
        // Given
        String password = TestDevice.newPassword("account-1");
        try (TestDevice victim = TestDevice.listening("account-2")) {
            Mqtt5BlockingClient thief = TestDevice.client("account-2");

            // When / Then
            assertThatThrownBy(() -> TestDevice.connect(thief, "account-1", password))
                    .isInstanceOf(Mqtt5ConnAckException.class);
            assertThat(victim.isConnected()).isTrue();
        }
    }

    @Test
    void ensuringAnAccountLeavesItsPasswordAlone() {
        // Given
        String password = TestDevice.newPassword("account-3");

        // When
        house().put("/accounts/account-3").then().statusCode(204);

        // Then
        assertThat(connects("account-3", password)).isTrue();
    }

    @Test
    void accountWithoutAPasswordLetsNobodyIn() {
        // Given
        house().delete("/accounts/account-4").then().statusCode(204);

        // When
        house().put("/accounts/account-4").then().statusCode(201);
        house().put("/accounts/account-4").then().statusCode(204);

        // Then
        assertThat(connects("account-4", "")).isFalse();
        assertThat(connects("account-4", "account-4")).isFalse();
    }

    @Test
    void newPasswordReplacesTheOld() {
        // Given
        String old = TestDevice.newPassword("account-5");

        // When
        String renewed = TestDevice.newPassword("account-5");

        // Then
        assertThat(renewed).hasSizeGreaterThanOrEqualTo(32).isNotEqualTo(old);
        assertThat(connects("account-5", old)).isFalse();
        assertThat(connects("account-5", renewed)).isTrue();
    }

    @Test
    void removedAccountIsGoneWithItsConnection() throws Exception {
        // Given
        String password = TestDevice.newPassword("account-6");
        try (TestDevice device = TestDevice.listening("account-6")) {
            // When
            house().delete("/accounts/account-6").then().statusCode(204);

            // Then
            for (int i = 0; i < 100 && device.isConnected(); i++) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            assertThat(device.isConnected()).isFalse();
            assertThat(connects("account-6", password)).isFalse();
            house().delete("/accounts/account-6").then().statusCode(204);
        }
    }

    @Test
    void removedAccountLeavesNoSessionOfADeviceThatIsAway() throws Exception {
        // Given
        Mqtt5BlockingClient device = TestDevice.client("account-9");
        device.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(3_600)
                .simpleAuth()
                .username("account-9")
                .password(TestDevice.newPassword("account-9").getBytes(UTF_8))
                .applySimpleAuth()
                .send();
        device.subscribeWith()
                .topicFilter("srv/account-9/#")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
        device.disconnectWith().sessionExpiryInterval(3_600).send();
        String session = "mqtt-subscription-account-9qos1";
        assertThat(TestBroker.hasDeviceQueue(session)).isTrue();

        // When
        house().delete("/accounts/account-9").then().statusCode(204);

        // Then
        assertThat(TestBroker.hasDeviceQueue(session)).isFalse();
    }

    @Test
    void anAccountHasSoManyConnectionsAndNoMore() {
        // Given
        house().delete("/accounts/account-8").then().statusCode(204);
        String password = TestDevice.newPassword("account-8");
        List<Mqtt5BlockingClient> clients = new ArrayList<>();
        for (int i = 0; i < MAX_CONNECTIONS; i++) {
            Mqtt5BlockingClient client = TestDevice.client("account-8-" + i);
            TestDevice.connect(client, "account-8", password);
            clients.add(client);
        }

        // When
        boolean oneMore = connects("account-8", password);
        clients.removeFirst().disconnect();

        // Then
        assertThat(oneMore).isFalse();
        boolean again = false;
        for (int i = 0; i < 50 && !again; i++) {
            again = connects("account-8", password);
        }
        assertThat(again).isTrue();
        clients.forEach(Mqtt5BlockingClient::disconnect);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "core",
                "bridge",
                "scheduler",
                "gateway",
                "guest",
                "admin",
                "none",
                "test",
                "localhost",
                "LocalHost"
            })
    void namesOfTheHouseAreNotForDevices(String name) {
        // When / Then
        isUnavailable(house().put("/accounts/" + name).then());
        isUnavailable(house().post("/accounts/" + name + "/password").then());
        isUnavailable(house().delete("/accounts/" + name).then());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a.b", "a b", "*", "ä", "01234567890123456789012345678901234567890123456789012345678901234"})
    void onlyDeviceIdsAreTaken(String name) {
        // When / Then
        house().put("/accounts/{name}", name)
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo("invalid"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer wrong", "Basic YTpi"})
    void onlyTheHouseMayAsk(String authorization) {
        // When / Then
        given().header("Authorization", authorization)
                .put("/accounts/account-7")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("code", equalTo("unauthenticated"));
    }

    private static void isUnavailable(ValidatableResponse response) {
        response.statusCode(409).contentType("application/problem+json").body("code", equalTo("device-id-unavailable"));
    }

    private static RequestSpecification house() {
        return given().header("Authorization", "Bearer " + TestBroker.variable("HOUSE_TOKEN"));
    }

    private static boolean connects(String id, String password) {
        Mqtt5BlockingClient client = TestDevice.client(id);
        try {
            TestDevice.connect(client, id, password);
            client.disconnect();
            return true;
        } catch (Mqtt5ConnAckException refused) {
            return false;
        }
    }
}
