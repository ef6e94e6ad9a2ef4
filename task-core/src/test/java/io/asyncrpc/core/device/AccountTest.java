package io.asyncrpc.core.device;

import static io.asyncrpc.core.house.BridgeApi.bridge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.asyncrpc.core.Contracts;
import io.asyncrpc.core.house.Api;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Database;
import io.asyncrpc.core.house.House;
import io.asyncrpc.core.house.Together;
import io.asyncrpc.core.house.Waiting;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Broker accounts come about with the bridge, at once or later, and never two ways at the same time. */
@QuarkusTest
class AccountTest extends CoreTest {
    private static final String DEVICES = "/api/v1/devices/";

    @Inject
    Database database;

    @Inject
    DeviceConfig config;

    private final String device = Api.newId();

    /** The bridge has the same list in the same test. */
    @Test
    void reservedNamesAreThoseOfTheContract() throws IOException {
        assertThat(new ObjectMapper().readValue(Contracts.golden("reserved-names.json"), String[].class))
                .containsExactlyInAnyOrderElementsOf(config.reservedIds());
    }

    @Test
    void accountIsReadyWhenTheBridgeIsThere() {
        // When
        api.admin().body("{}").put(DEVICES + device).then().statusCode(201).body("account", equalTo("READY"));

        // Then
        assertThat(bridge().callsFor(device)).containsExactly("PUT " + device);
        api.admin().body("{}").put(DEVICES + device).then().statusCode(200);
        assertThat(bridge().callsFor(device)).hasSize(1);
    }

    @Test
    void accountIsMadeLaterWhenTheBridgeIsAway() {
        // Given
        bridge().goAway(device);
        api.admin().body("{}").put(DEVICES + device).then().statusCode(201).body("account", equalTo("PENDING"));
        api.admin().body("{}").put(DEVICES + device).then().statusCode(200).body("account", equalTo("PENDING"));

        // When
        bridge().comeBack(device);

        // Then
        Waiting.until("repaired", () -> repaired() && account().equals("READY"));
        assertThat(bridge().hasAccount(device)).isTrue();
    }

    @Test
    void registrationDoesNotWaitForASlowBridge() {
        // Given
        bridge().hang(device);

        // When
        api.admin().body("{}").put(DEVICES + device).then().statusCode(201).body("account", equalTo("PENDING"));

        // Then
        assertThat(bridge().callsFor(device)).hasSize(1);
        bridge().hurry(device);
        Waiting.until("ready", () -> account().equals("READY"));
        assertThat(bridge().callsFor(device)).hasSize(1);
    }

    @Test
    void credentialsWaitForAnAccountThatIsStillBeingMade() {
        // Given
        bridge().hang(device);
        api.admin().body("{}").put(DEVICES + device).then().statusCode(201).body("account", equalTo("PENDING"));

        // When
        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(() -> bridge().hurry(device));

        // Then
        api.admin().post(DEVICES + device + "/credentials").then().statusCode(201);
    }

    @Test
    void credentialsAreShownAndKeptNowhere() {
        // Given
        api.admin().body("{}").put(DEVICES + device);

        // When
        String password = api.admin()
                .post(DEVICES + device + "/credentials")
                .then()
                .statusCode(201)
                .header("Cache-Control", "no-store")
                .contentType(startsWith("application/json"))
                .body("username", equalTo(device))
                .extract()
                .path("password");

        // Then
        assertThat(password).startsWith("secret-");
        assertThat(database.rows("select d::text as all from device d where device_id = $1", device)
                        .toString())
                .doesNotContain(password);
    }

    @Test
    void credentialsWaitForNobodyWhenTheBridgeIsAway() {
        // Given
        api.admin().body("{}").put(DEVICES + device);
        bridge().goAway(device);

        // Then
        api.admin()
                .post(DEVICES + device + "/credentials")
                .then()
                .statusCode(503)
                .header("Retry-After", "2")
                .contentType("application/problem+json")
                .body("code", equalTo("unavailable"));
    }

    @Test
    void credentialsAreThereAsSoonAsTheBridgeIsBack() {
        // Given
        api.admin().body("{}").put(DEVICES + device);
        bridge().goAway(device);
        api.admin().post(DEVICES + device + "/credentials").then().statusCode(503);

        // When
        bridge().comeBack(device);

        // Then
        assertThat(heldUntil()).isNull();
        api.admin().post(DEVICES + device + "/credentials").then().statusCode(201);
        assertThat(heldUntil()).isNull();
    }

    @Test
    void credentialsAreRefusedWhileTheBridgeMayStillBeAtWork() {
        // Given
        api.admin().body("{}").put(DEVICES + device);
        bridge().hang(device);

        // When
        api.admin().post(DEVICES + device + "/credentials").then().statusCode(503);

        // Then
        assertThat(heldUntil()).isNotNull();
        bridge().hurry(device);
    }

    @Test
    void deletedDeviceLosesItsAccount() {
        // Given
        api.admin().body("{}").put(DEVICES + device);

        // When
        api.admin().delete(DEVICES + device).then().statusCode(204);

        // Then
        assertThat(bridge().hasAccount(device)).isFalse();
        assertThat(states()).isEqualTo("REMOVED");
    }

    @Test
    void deletionIsNotHeldUpByTheBridge() {
        // Given
        api.admin().body("{}").put(DEVICES + device);
        bridge().goAway(device);
        api.admin().delete(DEVICES + device).then().statusCode(204);
        assertThat(bridge().hasAccount(device)).isTrue();

        // When
        bridge().comeBack(device);

        // Then
        Waiting.until("removed", () -> repaired() && states().equals("REMOVED"));
        assertThat(bridge().hasAccount(device)).isFalse();
    }

    @Test
    void deviceMadeAnewDoesNotGetTheOldAccount() {
        // Given
        api.admin().body("{}").put(DEVICES + device);
        bridge().goAway(device);
        api.admin().delete(DEVICES + device).then().statusCode(204);
        bridge().comeBack(device);

        // When
        api.admin().body("{}").put(DEVICES + device).then().statusCode(201).body("account", equalTo("READY"));

        // Then
        assertThat(bridge().callsFor(device))
                .containsExactly("PUT " + device, "DELETE " + device, "DELETE " + device, "PUT " + device);
    }

    @Test
    void twoNeverWorkOnOneAccount() {
        // Given
        int before = bridge().twoAtOnce();

        // When
        Together.all(20, i -> switch (i % 4) {
            case 0, 1 -> api.admin().body("{}").put(DEVICES + device).statusCode();
            case 2 -> api.admin().post(DEVICES + device + "/credentials").statusCode();
            default -> api.admin().delete(DEVICES + device).statusCode();
        });

        // Then
        assertThat(bridge().twoAtOnce()).isEqualTo(before);
    }

    @Test
    void deletionWaitsForTheWorkUnderWay() {
        // Given
        api.admin().body("{}").put(DEVICES + device);
        bridge().hang(device);

        // When
        Together.all(2, i -> {
            if (i == 0) {
                return api.admin().post(DEVICES + device + "/credentials").statusCode();
            }
            Waiting.until(
                    "a password is being made", () -> bridge().callsFor(device).size() == 2);
            int status = api.admin().delete(DEVICES + device).statusCode();
            bridge().hurry(device);
            return status;
        });
        Waiting.until("removed", () -> repaired() && states().equals("REMOVED"));

        // Then
        assertThat(bridge().callsFor(device)).containsExactly("PUT " + device, "POST " + device, "DELETE " + device);
        assertThat(bridge().hasAccount(device)).isFalse();
    }

    /** A tick, as if whoever held an account had given up. */
    private boolean repaired() {
        database.rows(
                "update device set account_held_until = null where device_id = $1 and account_held_until < now() + interval '14 s'",
                device);
        House.house().tick();
        return true;
    }

    private String account() {
        return Api.json(api.viewer().get(DEVICES + device)).path("account").asText();
    }

    private @Nullable OffsetDateTime heldUntil() {
        return database.rows("select account_held_until from device where device_id = $1", device)
                .getFirst()
                .getOffsetDateTime(0);
    }

    private String states() {
        return database.rows("select string_agg(account, ',') as s from device where device_id = $1", device)
                .getFirst()
                .getString("s");
    }
}
