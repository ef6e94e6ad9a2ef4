package io.asyncrpc.acceptance;

import io.asyncrpc.acceptance.TestDevice.Account;
import io.asyncrpc.acceptance.Token.Role;
import java.util.UUID;

/** An organisation nobody else has, with a client for each role. */
record Organisation(String name, ApiClient viewer, ApiClient operator, ApiClient admin) {

    static Organisation fresh() {
        String name = "org-" + unique();
        return new Organisation(
                name,
                ApiClient.of(name, Role.VIEWER),
                ApiClient.of(name, Role.OPERATOR),
                ApiClient.of(name, Role.ADMIN));
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

    void register(String deviceId) {
        admin.json("{}").put("/devices/" + deviceId).then().statusCode(201);
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
