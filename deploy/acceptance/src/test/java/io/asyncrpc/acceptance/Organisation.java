package io.asyncrpc.acceptance;

import io.asyncrpc.acceptance.TestDevice.Account;
import io.asyncrpc.acceptance.Token.Role;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;

/** An organisation nobody else has, with a client for each role. */
record Organisation(String name, ApiClient viewer, ApiClient operator, ApiClient admin) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static Organisation fresh() {
        String name = "org-" + unique();
        return new Organisation(
                name,
                ApiClient.of(name, Role.VIEWER),
                ApiClient.of(name, Role.OPERATOR),
                ApiClient.of(name, Role.ADMIN));
    }

    /** The same, whose clients speak to that door. */
    Organisation at(Replica door) {
        return new Organisation(name, viewer.at(door), operator.at(door), admin.at(door));
    }

    static String unique() {
        return UUID.randomUUID().toString().substring(0, 13);
    }

    /** Registers a new device that nobody connects yet. */
    String register() {
        String deviceId = "pump-" + unique();
        register(deviceId);
        return deviceId;
    }

    /** Returns when its account is at the broker: a registration waits for that only for a while. */
    void register(String deviceId) {
        admin.json("{}").put("/devices/" + deviceId).then().statusCode(201);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> admin.request()
                                .get("/devices/" + deviceId)
                                .jsonPath()
                                .getString("account"),
                        "READY"::equals);
    }

    Account credentials(String deviceId) {
        var shown = admin.request()
                .post("/devices/" + deviceId + "/credentials")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        return new Account(shown.getString("username"), shown.getString("password"));
    }

    /** Registers a new device with an account. */
    Account hire() {
        return credentials(register());
    }

    /** Registers a new device and connects it. */
    TestDevice connect() {
        return TestDevice.connect(hire());
    }
}
