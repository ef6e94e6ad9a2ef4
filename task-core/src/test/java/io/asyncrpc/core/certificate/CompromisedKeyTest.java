package io.asyncrpc.core.certificate;

import static io.asyncrpc.core.house.BridgeApi.bridge;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.asyncrpc.core.house.Api;
import io.asyncrpc.core.house.BridgeCertificates;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Together;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key that somebody else has, too, is nobody's any more. The bridge of these tests finds a key behind {@code key=}. */
@QuarkusTest
class CompromisedKeyTest extends CoreTest {
    private static final String PATH = "/api/v1/devices/{id}/certificates";
    private static final String COMPROMISED = "keyCompromise";

    private final BridgeCertificates broker = bridge().certificates();
    private final String key = UUID.randomUUID().toString();
    private String device = "";

    @BeforeEach
    void register() {
        device = api.device();
    }

    @Test
    void isSignedForNobodyAgain() {
        // Given
        revoke(device, issued(api, device, key), COMPROMISED);
        Api others = new Api();

        // When
        Response own = ask(api, device, key);
        Response foreign = ask(others, others.device(), key);

        // Then
        own.then().statusCode(422);
        assertThat(Api.json(own).path("code").asText()).isEqualTo("key-compromised");
        assertThat(Api.json(own).path("detail").asText()).contains("make a new key");
        assertThat(foreign.asString()).isEqualTo(own.asString()).doesNotContain(device, api.org());
        assertThat(list(api, device)).hasSize(1);
        ask(api, device, key + "2").then().statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unspecified", "superseded", "affiliationChanged", "cessationOfOperation"})
    void isSignedAgainAfterAnyOtherReason(String reason) {
        // Given
        revoke(device, issued(api, device, key), reason);

        // When
        Response again = ask(api, device, key);

        // Then
        again.then().statusCode(201);
    }

    @Test
    void takesAllWithItThatTheOrganisationHasForIt() {
        // Given
        String twin = api.device();
        Api others = new Api();
        String stranger = others.device();
        String first = issued(api, device, key);
        String renewed = issued(api, device, key);
        String copied = issued(api, twin, key);
        String another = issued(api, twin, key + "2");
        issued(others, stranger, key);

        // When
        revoke(device, first, COMPROMISED);

        // Then
        assertThat(list(api, device).findValuesAsText("reason")).containsOnly(COMPROMISED);
        assertThat(broker.listsSerial(first)).isTrue();
        assertThat(broker.listsSerial(renewed)).isTrue();
        assertThat(broker.listsSerial(copied)).isTrue();
        assertThat(broker.listsSerial(another)).isFalse();
        assertThat(broker.disconnected(twin)).isTrue();
        assertThat(list(others, stranger).path(0).path("reason").isNull()).isTrue();
        assertThat(Api.json(api.admin().get("/api/v1/audit?action=CERTIFICATE_REVOKED"))
                        .path("items")
                        .findValuesAsText("detail"))
                .containsExactlyInAnyOrder(
                        first + " " + COMPROMISED, renewed + " " + COMPROMISED, copied + " " + COMPROMISED);
    }

    @Test
    void isFoundOutAlsoOfOneThatWasRevokedForAnotherReason() {
        // Given
        String serial = issued(api, device, key);
        revoke(device, serial, "superseded");
        String before = list(api, device).path(0).path("revokedAt").asText();

        // When
        revoke(device, serial, COMPROMISED);

        // Then
        JsonNode shown = list(api, device).path(0);
        assertThat(shown.path("reason").asText()).isEqualTo(COMPROMISED);
        assertThat(shown.path("revokedAt").asText()).isEqualTo(before);
        ask(api, device, key).then().statusCode(422);
        revoke(device, serial, "unspecified");
        assertThat(list(api, device).path(0).path("reason").asText()).isEqualTo(COMPROMISED);
    }

    @Test
    void whoAsksWhileItIsFoundOutHasNoneThatIsGood() {
        // Given
        String serial = issued(api, device, key);

        // When
        Together.all(6, i -> {
            if (i == 3) {
                revoke(device, serial, COMPROMISED);
                return true;
            }
            return ask(api, api.device(), key).statusCode() == 201;
        });

        // Then
        JsonNode devices = Api.json(api.viewer().get("/api/v1/devices")).path("items");
        assertThat(devices).hasSize(6);
        devices.forEach(one -> assertThat(
                        list(api, one.path("deviceId").asText()).findValuesAsText("reason"))
                .allMatch(COMPROMISED::equals));
    }

    private String issued(Api of, String deviceId, String key) {
        Response answer = ask(of, deviceId, key);
        answer.then().statusCode(201);
        return Api.json(answer).path("serial").asText();
    }

    /** A new request each time. */
    private static Response ask(Api of, String deviceId, String key) {
        return of.admin()
                .body("{\"csr\":\"" + UUID.randomUUID() + " key=" + key + "\"}")
                .post(PATH, deviceId);
    }

    private void revoke(String deviceId, String serial, String reason) {
        api.admin()
                .delete(PATH + "/{serial}?reason=" + reason, deviceId, serial)
                .then()
                .statusCode(204);
    }

    private static JsonNode list(Api of, String deviceId) {
        return Api.json(of.viewer().get(PATH, deviceId)).path("items");
    }
}
