package io.asyncrpc.core.certificate;

import static io.asyncrpc.core.house.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.asyncrpc.core.house.Api;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Waiting;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What became of certificates, as admins read it. */
@QuarkusTest
class CertificateAuditTest extends CoreTest {
    private static final String PATH = "/api/v1/devices/{id}/certificates";

    private String device = "";

    @BeforeEach
    void register() {
        device = api.device();
    }

    @Test
    void issueAndRevocationAreThereOnce() {
        // Given
        String request = "request " + UUID.randomUUID();
        String serial = issued(request).path("serial").asText();
        issued(request);

        // When
        for (int i = 0; i < 2; i++) {
            api.admin()
                    .delete(PATH + "/{serial}?reason=keyCompromise", device, serial)
                    .then()
                    .statusCode(204);
        }

        // Then
        assertThat(log())
                .containsExactly(
                        "test CERTIFICATE_REVOKED " + serial + " keyCompromise", "test CERTIFICATE_ISSUED " + serial);
    }

    @Test
    void whatADeletedDeviceLeavesBehindIsThereOneByOne() {
        // Given
        String first = issued("request " + UUID.randomUUID()).path("serial").asText();
        String second = issued("request " + UUID.randomUUID()).path("serial").asText();
        String revoked = issued("request " + UUID.randomUUID()).path("serial").asText();
        api.admin().delete(PATH + "/{serial}", device, revoked).then().statusCode(204);
        int before = log().size();

        // When
        api.admin().delete("/api/v1/devices/" + device).then().statusCode(204);

        // Then
        List<String> log = log();
        assertThat(log.subList(0, log.size() - before))
                .containsExactlyInAnyOrder(
                        "test DEVICE_DELETED",
                        "test CERTIFICATE_REVOKED " + first + " cessationOfOperation",
                        "test CERTIFICATE_REVOKED " + second + " cessationOfOperation");
    }

    @Test
    void theOlderOneIsRevokedByTheDevice() {
        // Given
        JsonNode old = issued("request " + UUID.randomUUID());
        JsonNode renewed = issued("request " + UUID.randomUUID());

        // When
        house().report("{\"kind\":\"connected\",\"deviceId\":\"" + device
                + "\",\"at\":\"2026-03-01T10:00:00Z\",\"connection\":\"" + UUID.randomUUID()
                + "\",\"certificate\":{\"notBefore\":" + renewed.path("notBefore") + ",\"notAfter\":"
                + renewed.path("notAfter") + "}}");

        // Then
        String entry = "device:" + device + " CERTIFICATE_REVOKED "
                + old.path("serial").asText() + " superseded";
        Waiting.until("it is written down", () -> log().contains(entry));
    }

    private JsonNode issued(String request) {
        Response answer = api.admin().body("{\"csr\":\"" + request + "\"}").post(PATH, device);
        assertThat(answer.statusCode()).isBetween(200, 201);
        return Api.json(answer);
    }

    /** Newest first, but for the registration. */
    private List<String> log() {
        return Api.json(api.admin().get("/api/v1/audit?target=" + device))
                .path("items")
                .valueStream()
                .map(it -> (it.path("actor").asText() + " " + it.path("action").asText() + " "
                                + it.path("detail").asText())
                        .strip())
                .filter(entry -> !entry.contains("DEVICE_REGISTERED"))
                .toList();
    }
}
