package io.asyncrpc.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.Mosquitto.Version;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Devices tell events; each is stored once, answered, and shown to the organisation alone. */
class EventIT {
    private static final String BODY = "{ \"p\" : 4.20, \"big\":123456789012345678901234567890 }";
    private static final int LIMIT = 65_536;

    private final Organisation organisation = Organisation.fresh();

    @Test
    void anMqtt5DeviceTellsAnEventByProperties() throws Exception {
        // Given
        var account = organisation.hire();
        String correlation = UUID.randomUUID().toString();
        try (Mosquitto device = Mosquitto.subscribe(Version.MQTT_5, account)) {

            // When
            device.say(
                    "evt",
                    BODY,
                    "-D",
                    "publish",
                    "correlation-data",
                    correlation,
                    "-D",
                    "publish",
                    "user-property",
                    "event_type_code",
                    "7",
                    "-D",
                    "publish",
                    "user-property",
                    "dev_event_id",
                    "12",
                    "-D",
                    "publish",
                    "user-property",
                    "dev_timestamp",
                    "1772359204.5");
            Word answer = device.hear("eva");

            // Then
            assertThat(answer.text()).isEqualTo("{\"status\":\"success\",\"dev_event_id\":12}");
            assertThat(answer.correlation()).isEqualTo(correlation);
            assertThat(answer.properties()).containsEntry("dev_event_id", "12");
            Response shown = organisation.viewer().get("/events");
            assertThat(shown.asString()).contains("\"body\":" + BODY);
            JsonPath event = shown.jsonPath();
            assertThat(event.getString("items[0].deviceId")).isEqualTo(account.username());
            assertThat(event.getString("items[0].type")).isEqualTo("7");
            assertThat(event.getString("items[0].devEventId")).isEqualTo("12");
            assertThat(event.getString("items[0].devTimestamp")).isEqualTo("2026-03-01T10:00:04.500Z");
            assertThat(Instant.parse(event.getString("items[0].receivedAt")))
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(5));
        }
    }

    @Test
    void anMqtt3DeviceTellsAnEventInAnEnvelope() throws Exception {
        // Given
        var account = organisation.hire();
        try (Mosquitto device = Mosquitto.subscribe(Version.MQTT_3_1_1, account)) {

            // When
            device.say(
                    "evt",
                    "{\"event_type_code\":\"door\",\"dev_event_id\":\"a-1\",\"dev_timestamp\":\"2026-03-01T11:00:04+01:00\","
                            + "\"body\":" + BODY + "}");
            Word answer = device.hear("eva");

            // Then
            assertThat(answer.text()).isEqualTo("{\"status\":\"success\",\"dev_event_id\":\"a-1\"}");
            Response shown = organisation.viewer().get("/events?deviceId=" + account.username() + "&type=door");
            assertThat(shown.asString()).contains("\"body\":" + BODY);
            assertThat(shown.jsonPath().getString("items[0].devTimestamp")).isEqualTo("2026-03-01T10:00:04Z");
        }
    }

    @Test
    void aRepeatedEventIsStoredOnceAndAnsweredEachTime() {
        // Given
        try (TestDevice device = organisation.connect()) {
            Map<String, String> twelve = Map.of("dev_event_id", "12", "dev_timestamp", "1772359204");

            // When
            for (int i = 0; i < 3; i++) {
                device.say("evt", null, twelve, BODY);
                assertThat(device.hear("eva").body().getString("status")).isEqualTo("success");
            }
            device.say("evt", null, Map.of("dev_event_id", "12", "dev_timestamp", "1772359205"), BODY);
            device.hear("eva");
            device.say("evt", null, Map.of("event_type_code", "1"), BODY);
            device.hear("eva");
            device.say("evt", null, Map.of("event_type_code", "1"), BODY);
            device.hear("eva");

            // Then
            assertThat(numbers("")).containsExactly("0", "0", "12", "12");
        }
    }

    @Test
    void organisationsSeeTheirOwnEventsOnly() {
        // Given
        Organisation other = Organisation.fresh();
        try (TestDevice device = organisation.connect()) {
            device.say("evt", null, Map.of("dev_event_id", "1"), "1");
            device.hear("eva");

            // Then
            assertThat(other.viewer()
                            .get("/events?deviceId=" + device.id())
                            .then()
                            .statusCode(200)
                            .extract()
                            .jsonPath()
                            .getList("items"))
                    .isEmpty();
            ApiClient.anonymous().get("/events").then().statusCode(401);
            organisation.admin().post("/events", "{}").then().statusCode(405);
        }
    }

    @Test
    void anEventHasItsLimit() {
        // Given
        try (TestDevice device = organisation.connect()) {

            // When
            device.say("evt", null, Map.of("dev_event_id", "1"), Bodies.textOfBytes(LIMIT));
            Word answer = device.hear("eva");
            device.say("evt", null, Map.of("dev_event_id", "2"), Bodies.textOfBytes(LIMIT + 1));
            Word tooLarge = device.hear("err");
            device.say("evt", null, Map.of("dev_event_id", "3"), "{\"open\":");
            Word notJson = device.hear("err");

            // Then
            assertThat(answer.body().getInt("dev_event_id")).isEqualTo(1);
            assertThat(tooLarge.body().getInt("status")).isEqualTo(413);
            assertThat(notJson.body().getString("code")).isEqualTo("malformed");
            assertThat(numbers("")).containsExactly("1");
            assertThat(organisation.viewer().get("/events").asByteArray())
                    .contains(Bodies.textOfBytes(LIMIT).getBytes(UTF_8));
        }
    }

    @Test
    void eventsArePagedNewestFirst() {
        // Given
        try (TestDevice device = organisation.connect()) {
            for (int i = 1; i <= 5; i++) {
                device.say("evt", null, Map.of("dev_event_id", "" + i, "event_type_code", "" + i % 2), "" + i);
                device.hear("eva");
            }

            // When
            Response first = organisation.viewer().get("/events?limit=3");
            String next = first.jsonPath().getString("next");

            // Then
            assertThat(first.jsonPath().getList("items.devEventId")).containsExactly("5", "4", "3");
            assertThat(first.header("Link")).isEqualTo("</api/v1/events?limit=3&cursor=" + next + ">; rel=\"next\"");
            assertThat(numbers("?limit=3&cursor=" + next)).containsExactly("2", "1");
            assertThat(numbers("?type=0")).containsExactly("4", "2");
            assertThat(numbers("?since=2999-01-01T00:00:00Z")).isEmpty();
            for (String bad :
                    List.of("?limit=0", "?cursor=x", "?since=now", "?state=NEW", "?type=1&type=2", "?type=")) {
                organisation.viewer().get("/events" + bad).then().statusCode(400);
            }
        }
    }

    @Test
    void eventsOutliveTheDeviceThatToldThem() {
        // Given
        try (TestDevice device = organisation.connect()) {
            device.say("evt", null, Map.of("dev_event_id", "1"), "1");
            device.hear("eva");

            // When
            organisation
                    .admin()
                    .request()
                    .delete("/devices/" + device.id())
                    .then()
                    .statusCode(204);

            // Then
            assertThat(numbers("?deviceId=" + device.id())).containsExactly("1");
        }
    }

    private List<String> numbers(String query) {
        return organisation
                .viewer()
                .get("/events" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.devEventId");
    }
}
