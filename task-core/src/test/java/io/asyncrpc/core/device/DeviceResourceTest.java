package io.asyncrpc.core.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import io.asyncrpc.core.house.Api;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.House;
import io.asyncrpc.core.house.Waiting;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices over HTTP, as the protocol has it. */
@QuarkusTest
class DeviceResourceTest extends CoreTest {
    private static final String DEVICES = "/api/v1/devices";

    @Test
    void registeredDeviceIsShownAndReplaced() {
        // Given
        String path = DEVICES + "/" + Api.newId();

        // When
        Response made = api.admin()
                .body("{\"description\":\"north\",\"labels\":{\"site\":\"a\"}}")
                .put(path);
        Response replaced = api.admin().body("{\"labels\":{\"line\":\"2\"}}").put(path);

        // Then
        made.then().statusCode(201).body("description", equalTo("north"), "labels", equalTo(Map.of("site", "a")));
        replaced.then().statusCode(200).body("description", nullValue(), "labels", equalTo(Map.of("line", "2")));
        JsonNode device = Api.json(api.viewer().get(path));
        assertThat(device.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "deviceId",
                        "description",
                        "labels",
                        "connected",
                        "connectedSince",
                        "lastSeenAt",
                        "account",
                        "createdAt");
        assertThat(device.path("connected").asBoolean()).isFalse();
        assertThat(device.path("createdAt").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
        assertThat(device).isEqualTo(Api.json(replaced));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%20b", "a%2Fb", "%C3%A9", "%00", "a.b", "a:b", "a%0A", "..", "x%7Bid%7D"})
    void idsHaveTheirAlphabet(String id) {
        for (Response answer : new Response[] {
            api.admin().urlEncodingEnabled(false).body("{}").put(DEVICES + "/" + id),
            api.viewer().urlEncodingEnabled(false).get(DEVICES + "/" + id),
            api.admin().urlEncodingEnabled(false).delete(DEVICES + "/" + id),
            api.admin().urlEncodingEnabled(false).post(DEVICES + "/" + id + "/credentials")
        }) {
            assertThat(answer.statusCode()).isIn(404, 405, 422);
            assertThat(answer.contentType()).isEqualTo("application/problem+json");
        }
        api.admin().body("{}").put(DEVICES + "/" + "x".repeat(65)).then().statusCode(422);
        api.admin()
                .body("{}")
                .put(DEVICES + "/core")
                .then()
                .statusCode(409)
                .body("code", equalTo("device-id-unavailable"));
        api.admin().body("{}").put(DEVICES + "/LocalHost").then().statusCode(409);
    }

    @Test
    void whatIsNotOnesOwnIsNotThere() {
        // Given
        Api other = new Api();
        String device = other.device();

        // Then
        api.viewer().get(DEVICES + "/" + device).then().statusCode(404).body("code", equalTo("device-not-found"));
        api.admin().delete(DEVICES + "/" + device).then().statusCode(404);
        api.admin().post(DEVICES + "/" + device + "/credentials").then().statusCode(404);
        api.admin().body("{}").put(DEVICES + "/" + device).then().statusCode(409);
        assertThat(Api.json(api.viewer().get(DEVICES)).path("items")).isEmpty();
        other.viewer().get(DEVICES + "/" + device).then().statusCode(200);
    }

    @Test
    void deletedDeviceTakesItsTasksAlongAndKeepsItsName() {
        // Given
        String device = api.device();
        String task = api.task(device);

        // When
        api.admin().delete(DEVICES + "/" + device).then().statusCode(204);

        // Then
        api.viewer().get(DEVICES + "/" + device).then().statusCode(404);
        api.admin().delete(DEVICES + "/" + device).then().statusCode(404);
        assertThat(api.get(task).path("state").asText()).isEqualTo("CANCELED");
        api.operator()
                .body("{\"deviceId\":\"" + device + "\",\"method\":\"1\"}")
                .post("/api/v1/tasks")
                .then()
                .statusCode(404);
        new Api().admin().body("{}").put(DEVICES + "/" + device).then().statusCode(409);
        api.admin().body("{}").put(DEVICES + "/" + device).then().statusCode(201);
    }

    @Test
    void deviceMadeAnewInheritsNothing() {
        // Given
        String device = api.device();
        String task = api.task(device);
        House.house().report(item("connected", device));
        Waiting.until("seen", () -> !get(device).path("lastSeenAt").isNull());
        api.admin().delete(DEVICES + "/" + device).then().statusCode(204);

        // When
        api.admin().body("{}").put(DEVICES + "/" + device).then().statusCode(201);
        House.house()
                .report("{\"kind\":\"claim\",\"deviceId\":\"" + device
                        + "\",\"at\":\"2026-03-01T10:00:00Z\",\"taskId\":\"" + task + "\"}");

        // Then
        assertThat(House.house().word(device, "refused").path("status").asInt()).isEqualTo(404);
        assertThat(api.get(task).path("state").asText()).isEqualTo("CANCELED");
    }

    @Test
    void deviceMadeAnewWasNeverSeen() {
        // Given
        String device = api.device();
        House.house().report(item("connected", device));
        Waiting.until("seen", () -> !get(device).path("lastSeenAt").isNull());
        api.admin().delete(DEVICES + "/" + device).then().statusCode(204);

        // When
        api.admin().body("{}").put(DEVICES + "/" + device).then().statusCode(201);

        // Then
        assertThat(get(device).path("lastSeenAt").isNull()).isTrue();
        assertThat(get(device).path("connected").asBoolean()).isFalse();
    }

    @Test
    void walkMeetsEachDeviceOnce() {
        // Given
        List<String> made = Stream.generate(api::device).limit(5).sorted().toList();

        // Then
        assertThat(walk(DEVICES + "?limit=2")).containsExactlyInAnyOrderElementsOf(made);
        assertThat(walk(DEVICES + "?limit=5")).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "", "a=b", "{x}", "50%", "a+b c", "\u20ac", "\\\"'", "' or 1=1"})
    void labelsNarrowTheList(String value) {
        // Given
        String labelled = api.device();
        String second = api.device();
        api.device();
        for (String device : List.of(labelled, second)) {
            String json = value.replace("\\", "\\\\").replace("\"", "\\\"");
            api.admin()
                    .body("{\"labels\":{\"site/x\":\"" + json + "\"}}")
                    .put(DEVICES + "/" + device)
                    .then()
                    .statusCode(200);
        }

        // When
        List<String> found =
                walk(DEVICES + "?limit=1&label=site/x=" + URLEncoder.encode(value, StandardCharsets.UTF_8));

        // Then
        assertThat(found).containsExactlyInAnyOrder(labelled, second);
        assertThat(walk(DEVICES + "?label=site/x=other")).isEmpty();
    }

    @Test
    void connectedDevicesAreFound() {
        // Given
        String here = api.device();
        String gone = api.device();
        House.house().report(item("connected", here));
        Waiting.until("connected", () -> get(here).path("connected").asBoolean());

        // Then
        assertThat(walk(DEVICES + "?connected=true")).containsExactly(here);
        assertThat(walk(DEVICES + "?connected=false")).containsExactly(gone);
        api.viewer().get(DEVICES + "?connected=maybe").then().statusCode(400);
    }

    private JsonNode get(String device) {
        return Api.json(api.viewer().get(DEVICES + "/" + device));
    }

    private static String item(String kind, String device) {
        return "{\"kind\":\"" + kind + "\",\"deviceId\":\"" + device + "\",\"connection\":\"of " + device
                + "\",\"at\":\"" + Instant.now() + "\"}";
    }

    private List<String> walk(String path) {
        List<String> ids = new ArrayList<>();
        @Nullable String next = path;
        while (next != null) {
            Response page = api.viewer().urlEncodingEnabled(false).get(next);
            page.then().statusCode(200);
            Api.json(page)
                    .path("items")
                    .forEach(item -> ids.add(item.path("deviceId").asText()));
            String link = page.header("Link");
            next = link == null ? null : link.substring(1, link.indexOf('>'));
        }
        return ids;
    }
}
