package io.asyncrpc.core.certificate;

import static io.asyncrpc.core.house.BridgeApi.bridge;
import static io.asyncrpc.core.house.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.asyncrpc.core.house.Api;
import io.asyncrpc.core.house.BridgeCertificates;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Waiting;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of two certificates both are good until the device comes with the newer one. */
@QuarkusTest
class RotationTest extends CoreTest {
    private static final String PATH = "/api/v1/devices/{id}/certificates";
    private final BridgeCertificates broker = bridge().certificates();
    private String device = "";

    @BeforeEach
    void register() {
        device = api.device();
    }

    @Test
    void theFirstConnectionWithTheNewerRevokesTheOlder() {
        // Given
        JsonNode old = issued();
        connect(old);
        JsonNode renewed = issued();
        assertThat(shown(old).path("revokedAt").isNull()).isTrue();

        // When
        connect(renewed);

        // Then
        Waiting.until(
                "it is superseded", () -> shown(old).path("reason").asText().equals("superseded"));
        Waiting.until(
                "the broker knows", () -> broker.listsSerial(old.path("serial").asText()));
        assertThat(shown(renewed).path("revokedAt").isNull()).isTrue();
        assertThat(broker.disconnected(device)).isFalse();
    }

    @Test
    void aConnectionWithTheOlderRevokesNothing() {
        // Given
        JsonNode old = issued();
        JsonNode renewed = issued();

        // When
        connect(old);

        // Then
        assertThat(shown(old).path("revokedAt").isNull()).isTrue();
        assertThat(shown(renewed).path("revokedAt").isNull()).isTrue();
        assertThat(shown(renewed).path("firstUsedAt").isNull()).isTrue();
    }

    @Test
    void aConnectionThatOnlyTheListOfAllTellsOfCountsToo() {
        // Given
        JsonNode old = issued();
        JsonNode renewed = issued();

        // When
        house().report("{\"kind\":\"connections\",\"at\":\"2026-03-01T10:00:00Z\",\"connections\":[{\"deviceId\":\""
                + device
                + "\",\"connection\":\"" + UUID.randomUUID() + "\",\"since\":\"2026-03-01T10:00:00Z\","
                + certificate(renewed)
                + "}]}");

        // Then
        Waiting.until(
                "it is superseded", () -> shown(old).path("reason").asText().equals("superseded"));
    }

    @Test
    void whoSlippedInWithARevokedOneIsThrownOutOnceMore() {
        // Given
        JsonNode old = issued();
        connect(issued());
        Waiting.until(
                "the broker knows", () -> broker.listsSerial(old.path("serial").asText()));
        assertThat(broker.disconnected(device)).isFalse();

        // When
        report(old);

        // Then
        Waiting.until("it is disconnected", () -> broker.disconnected(device));
    }

    @Test
    void aCertificateOfAnotherDeviceWithTheSameTimesIsNotMeant() {
        // Given
        JsonNode mine = issued();
        String other = api.device();

        // When
        house().report("{\"kind\":\"connected\",\"deviceId\":\"" + other
                + "\",\"at\":\"2026-03-01T10:00:00Z\",\"connection\":\"" + UUID.randomUUID() + "\"," + certificate(mine)
                + "}");
        connect(issued());

        // Then
        assertThat(shown(mine).path("firstUsedAt").isNull()).isTrue();
    }

    private JsonNode issued() {
        Response answer = api.admin()
                .body("{\"csr\":\"request " + UUID.randomUUID() + "\"}")
                .post(PATH, device);
        answer.then().statusCode(201);
        return Api.json(answer);
    }

    /** Back when the connection is known. */
    private void connect(JsonNode certificate) {
        report(certificate);
        Waiting.until(
                "it was used", () -> !shown(certificate).path("firstUsedAt").isNull());
    }

    private void report(JsonNode certificate) {
        house().report("{\"kind\":\"connected\",\"deviceId\":\"" + device
                + "\",\"at\":\"2026-03-01T10:00:00Z\",\"connection\":\"" + UUID.randomUUID() + "\","
                + certificate(certificate) + "}");
    }

    private static String certificate(JsonNode certificate) {
        return "\"certificate\":{\"notBefore\":\""
                + certificate.path("notBefore").asText() + "\",\"notAfter\":\""
                + certificate.path("notAfter").asText() + "\"}";
    }

    private JsonNode shown(JsonNode certificate) {
        return Api.json(api.viewer()
                .get(PATH + "/{serial}", device, certificate.path("serial").asText()));
    }
}
