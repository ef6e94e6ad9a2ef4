package io.asyncrpc.core.certificate;

import static io.asyncrpc.core.house.House.house;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.asyncrpc.core.house.Api;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Database;
import io.asyncrpc.core.house.Together;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Certificates that are about to end are counted, and told of once, in the log and as an event that no device can forge. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // the fields are set by the test framework
class EndingTest extends CoreTest {
    private static final Duration WARNING = Duration.ofDays(30);

    @Inject
    EndingStore store;

    @Inject
    Database database;

    private String device = "";

    @BeforeEach
    void register() {
        device = api.device();
    }

    @Test
    void theLastGoodOneOfADeviceIsToldOf() {
        // Given
        issue();
        JsonNode last = issue();
        ageAll();

        // When
        long counted = count();
        warn();

        // Then
        assertThat(counted).isGreaterThanOrEqualTo(1);
        JsonNode event = events().path(0);
        assertThat(event.path("type").asText()).isEqualTo("certificate-ending");
        assertThat(event.path("devEventId").isNull()).isTrue();
        assertThat(event.at("/body/serial").asText())
                .isEqualTo(last.path("serial").asText());
        assertThat(Instant.parse(event.at("/body/notAfter").asText()))
                .isEqualTo(Instant.parse(list().path(0).path("notAfter").asText()));
        assertThat(Duration.between(Instant.parse(event.path("receivedAt").asText()), Instant.now()))
                .isLessThan(Duration.ofMinutes(1));
        assertThat(event.path("devTimestamp")).isEqualTo(event.path("receivedAt"));
    }

    @Test
    void itIsToldOfOnceHoweverManyLookAndHoweverOften() {
        // Given
        issue();
        ageAll();

        // When
        Together.all(8, i -> warn());
        warn();

        // Then
        assertThat(events()).hasSize(1);
    }

    @Test
    void whoCouldNotTellDoesSoTheNextTime() {
        // Given: the statement fails when the warning is noted already
        issue();
        ageAll();
        database.rows(
                "alter table device_event add constraint full_disk check (device_id <> '" + device + "') not valid");
        try {
            assertThatThrownBy(this::warn).hasMessageContaining("full_disk");
        } finally {
            database.rows("alter table device_event drop constraint full_disk");
        }

        // When
        warn();

        // Then
        assertThat(events()).hasSize(1);
    }

    @Test
    void oneThatHasLongToGoIsNot() {
        // Given
        issue();

        // When
        warn();

        // Then
        assertThat(events()).isEmpty();
    }

    @Test
    void oneThatWasRevokedIsNot() {
        // Given
        String serial = issue().path("serial").asText();
        api.admin()
                .delete("/api/v1/devices/{id}/certificates/{serial}", device, serial)
                .then()
                .statusCode(204);
        ageAll();

        // When
        warn();

        // Then
        assertThat(events()).isEmpty();
    }

    @Test
    void aDeviceThatSaysSoItselfHasANumberOfItsOwn() {
        // When
        house().report("{\"kind\":\"event\",\"deviceId\":\"" + device
                + "\",\"at\":\"2026-03-01T10:00:05Z\",\"correlation\":null,"
                + "\"type\":\"certificate-ending\",\"devEventId\":\"0\",\"devTimestamp\":null,\"body\":\"{}\"}");
        house().word(device, "eventStored");

        // Then
        assertThat(events()).hasSize(1);
        assertThat(events().path(0).path("devEventId").asText()).isEqualTo("0");
        assertThat(events().path(0).path("devEventId").isTextual()).isTrue();
    }

    private long count() {
        return store.count(Instant.now(), Instant.now().plus(WARNING)).await().indefinitely();
    }

    private List<EndingStore.Ending> warn() {
        return store.warn(Instant.now(), Instant.now().plus(WARNING)).await().indefinitely();
    }

    /** As if they had been issued 355 days ago. */
    private void ageAll() {
        database.rows("""
                update device_certificate set not_before = not_before - interval '355 d', not_after = not_after - interval '355 d'
                where device_id = $1
                """, device);
    }

    private JsonNode events() {
        return Api.json(api.viewer().get("/api/v1/events?type=certificate-ending&deviceId=" + device))
                .path("items");
    }

    private JsonNode list() {
        return Api.json(api.viewer().get("/api/v1/devices/{id}/certificates", device))
                .path("items");
    }

    private JsonNode issue() {
        Response answer = api.admin()
                .body("{\"csr\":\"request " + UUID.randomUUID() + "\"}")
                .post("/api/v1/devices/{id}/certificates", device);
        answer.then().statusCode(201);
        return Api.json(answer);
    }
}
