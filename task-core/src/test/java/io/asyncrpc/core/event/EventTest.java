package io.asyncrpc.core.event;

import static io.asyncrpc.core.house.House.house;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events come over the real broker, are stored once and are shown. */
@QuarkusTest
class EventTest extends CoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TIME = "1772359204";

    @Inject
    Database database;

    @Inject
    EventStore events;

    private String device = "";

    @BeforeEach
    void aDevice() {
        device = api.device();
    }

    @Test
    void eventIsStoredAnsweredAndShown() {
        // Given
        UUID correlation = UUID.randomUUID();

        // When
        house().report(event(device, "7", "12", "1772359204.5", "{\\\"p\\\":  4.20}")
                .replace("\"correlation\":null", "\"correlation\":\"" + correlation + "\""));
        JsonNode answer = house().word(device, "eventStored");

        // Then
        assertThat(answer.path("status").asText()).isEqualTo("success");
        assertThat(answer.path("devEventId").asText()).isEqualTo("12");
        assertThat(answer.path("correlation").asText()).isEqualTo(correlation.toString());
        JsonNode shown = list("").path("items").path(0);
        assertThat(shown.path("deviceId").asText()).isEqualTo(device);
        assertThat(shown.path("type").asText()).isEqualTo("7");
        assertThat(shown.path("devEventId").isTextual()).isTrue();
        assertThat(shown.path("devTimestamp").asText()).isEqualTo("2026-03-01T10:00:04.500Z");
        assertThat(Instant.parse(shown.path("receivedAt").asText())).isAfter(Instant.parse("2026-03-02T00:00:00Z"));
        assertThat(api.viewer().get("/api/v1/events").asString()).contains("\"body\":{\"p\":  4.20}");
        assertThat(list("").path("next").isNull()).isTrue();
    }

    @Test
    void sameEventIsStoredOnceAndAnsweredEachTime() {
        // When: in one batch, in later ones, and with what makes it another
        String one = event(device, "7", "12", TIME, "1");
        house().report(one, one, event(device, "8", "12", TIME, "other"));
        IntStream.range(0, 3).forEach(i -> house().word(device, "eventStored"));
        house().report(one);
        house().word(device, "eventStored");
        house().report(event(device, "7", "13", TIME, "1"), event(device, "7", "12", TIME + ".0", "1"));
        house().report(event(device, "7", "12", null, "1"), event(device, "7", "12", null, "1"));
        IntStream.range(0, 4)
                .forEach(i -> assertThat(house().word(device, "eventStored")
                                .path("status")
                                .asText())
                        .isEqualTo("success"));

        // Then
        assertThat(stored()).isEqualTo(4);
    }

    @Test
    void eventWithoutNumberIsAlwaysNew() {
        // When
        String one = event(device, "7", "0", TIME, "1");
        house().report(one, one);
        house().report(one);
        IntStream.range(0, 3).forEach(i -> house().word(device, "eventStored"));

        // Then
        assertThat(stored()).isEqualTo(3);
    }

    @Test
    void replicasThatGetTheSameEventsStoreThemOnce() {
        // Given
        List<SaidEvent> some = IntStream.rangeClosed(1, 50)
                .mapToObj(i -> new SaidEvent(device, null, "7", "" + i, TIME, new byte[] {'1'}))
                .toList();

        // When
        int stored = Together.all(
                        8,
                        i -> events.store(i % 2 == 0 ? some : some.reversed(), Instant.now())
                                .await()
                                .atMost(PATIENCE)
                                .stored())
                .stream()
                .mapToInt(n -> n)
                .sum();

        // Then
        assertThat(stored).isEqualTo(50);
        assertThat(stored()).isEqualTo(50);
    }

    @Test
    void eventThatWasStoredBeforeACrashIsAnsweredWhenItComesAgain() {
        // Given: the core stored it and ended before it could answer, so the report is delivered again
        events.store(List.of(new SaidEvent(device, null, "7", "12", TIME, new byte[] {'1'})), Instant.now())
                .await()
                .atMost(PATIENCE);

        // When
        house().report(event(device, "7", "12", TIME, "1"));

        // Then
        assertThat(house().word(device, "eventStored").path("status").asText()).isEqualTo("success");
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void eventOfANameThatIsNotRegisteredIsNotWanted() {
        // Given
        String stranger = Api.newId();

        // When
        house().report(event(stranger, "7", "12", TIME, "1"), event(device, "7", "12", TIME, "1"));

        // Then
        assertThat(house().word(stranger, "eventStored").path("status").asText())
                .isEqualTo("error");
        assertThat(house().word(device, "eventStored").path("status").asText()).isEqualTo("success");
        assertThat(database.count("select count(*) from device_event where device_id = $1", stranger))
                .isZero();
    }

    @Test
    void newRegistrationOfANameStartsOverAndTheNameKeepsItsPast() {
        // Given
        house().report(event(device, "7", "12", TIME, "1"));
        house().word(device, "eventStored");
        api.admin().delete("/api/v1/devices/" + device).then().statusCode(204);
        api.admin().body("{}").put("/api/v1/devices/" + device).then().statusCode(201);

        // When
        house().report(event(device, "7", "12", TIME, "2"));
        house().word(device, "eventStored");

        // Then
        assertThat(list("?deviceId=" + device).path("items")).hasSize(2);
    }

    @Test
    void otherOrganisationSeesNothing() {
        // Given
        house().report(event(device, "7", "12", TIME, "1"));
        house().word(device, "eventStored");

        // Then
        JsonNode foreign = Api.json(new Api().viewer().get("/api/v1/events?deviceId=" + device));
        assertThat(foreign.path("items")).isEmpty();
    }

    @Test
    void listIsPagedFilteredAndStrict() {
        // Given
        String other = api.device();
        for (int i = 1; i <= 5; i++) {
            house().report(event(device, "" + i % 2, "" + i, null, "" + i));
            house().word(device, "eventStored");
        }
        house().report(event(other, "1", "6", "never", "6"));
        house().word(other, "eventStored");

        // When
        Response first = api.viewer().get("/api/v1/events?limit=4");
        JsonNode second = list("?limit=4&cursor=" + Api.json(first).path("next").asText());

        // Then
        assertThat(Api.json(first).path("items").findValuesAsText("devEventId")).containsExactly("6", "5", "4", "3");
        assertThat(first.header("Link")).contains("rel=\"next\"").contains("/api/v1/events?limit=4&cursor=");
        assertThat(second.path("items").findValuesAsText("devEventId")).containsExactly("2", "1");
        assertThat(list("?deviceId=" + other).at("/items/0/devTimestamp"))
                .isEqualTo(list("?deviceId=" + other).at("/items/0/receivedAt"));
        assertThat(list("?type=1").path("items")).hasSize(4);
        assertThat(list("?type=1&deviceId=" + device).path("items")).hasSize(3);
        assertThat(list("?since=2999-01-01T00:00:00Z").path("items")).isEmpty();
        api.viewer().get("/api/v1/events?state=NEW").then().statusCode(400);
        api.viewer().get("/api/v1/events?limit=201").then().statusCode(400);
        Api.with("none").get("/api/v1/events").then().statusCode(401);
    }

    private long stored() {
        return database.count("select count(*) from device_event where device_id = $1", device);
    }

    private JsonNode list(String query) {
        Response answer = api.viewer().get("/api/v1/events" + query);
        answer.then().statusCode(200);
        return Api.json(answer);
    }

    private static String event(String device, String type, String id, @Nullable String time, String body) {
        return "{\"kind\":\"event\",\"deviceId\":\"" + device
                + "\",\"at\":\"2026-03-01T10:00:05Z\",\"correlation\":null,"
                + "\"type\":\"" + type + "\",\"devEventId\":\"" + id + "\",\"devTimestamp\":"
                + (time == null ? "null" : "\"" + time + "\"") + ",\"body\":\"" + body + "\"}";
    }
}
