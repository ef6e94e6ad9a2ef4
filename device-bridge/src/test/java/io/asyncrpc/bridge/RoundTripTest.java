package io.asyncrpc.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Words pass both ways through the real broker. */
@QuarkusTest
class RoundTripTest {
    private static final String ID = "01957e5a-7c00-7000-8000-000000000001";
    private static final byte[] NO_BODY = {};

    private TestBroker broker;
    private TestDevice device;

    @BeforeEach
    void connect() throws Exception {
        broker = new TestBroker();
        device = TestDevice.listening("round-trip-1");
    }

    @AfterEach
    void disconnect() {
        device.close();
        broker.close();
    }

    @Test
    void requestBecomesAClaim() throws Exception {
        // When
        device.say("req", ID.getBytes(UTF_8), Map.of(), NO_BODY);

        // Then
        assertThat(broker.reportOf("round-trip-1", "claim").path("taskId").textValue())
                .isEqualTo(ID);
    }

    @Test
    void requestWhoseLeaseIsAlreadyOverIsAnsweredAllTheSame() throws Exception {
        // When
        broker.dispatch(
                "{\"kind\":\"task\",\"deviceId\":\"round-trip-1\",\"task\":{\"id\":\"" + ID
                        + "\",\"createdAt\":\"2026-03-01T10:00:00Z\",\"externalId\":null,\"method\":\"17\",\"priority\":0,"
                        + "\"expiresAt\":\"2026-03-01T11:00:00Z\"},\"state\":\"NEW\",\"pendingAt\":null,"
                        + "\"lockedAt\":\"2026-03-01T10:00:00Z\",\"attempt\":1,\"leaseUntil\":\"2026-03-01T10:05:00Z\",\"payload\":\"{}\"}");

        // Then
        Mqtt5Publish word = device.word();
        assertThat(word.getTopic()).hasToString("srv/round-trip-1/rsp");
        assertThat(TestDevice.body(word))
                .startsWith("{\"method_code\":0,\"for\":\"" + ID + "\",\"reason\":\"TOO_EARLY\",");
    }

    @Test
    void coreCannotMakeTheHouseBabbleEither() throws Exception {
        // Given
        String refused = "{\"kind\":\"refused\",\"deviceId\":\"round-trip-1\",\"taskId\":null,\"status\":404,"
                + "\"code\":\"not-found\",\"detail\":\"no such task\"}";
        Instant began = Instant.now();

        // When
        broker.dispatch(String.join(",", Collections.nCopies(200, refused)));
        broker.dispatch("{\"kind\":\"committed\",\"deviceId\":\"round-trip-1\",\"taskId\":\"" + ID
                + "\",\"extId\":\"0\",\"resultId\":1}");

        // Then
        int errors = 0;
        while (device.word().getTopic().toString().endsWith("/err")) {
            errors++;
        }
        assertThat(errors)
                .isBetween(1, 10 * (int) (Duration.between(began, Instant.now()).toSeconds() + 2));
    }

    @Test
    void rawCorrelationBytesSurviveTheBroker() throws Exception {
        // Given
        UUID task = UUID.fromString("ffffffff-fe80-7000-8000-00000000ff01");
        byte[] raw = ByteBuffer.allocate(16)
                .putLong(task.getMostSignificantBits())
                .putLong(task.getLeastSignificantBits())
                .array();

        // When
        device.say("ack", raw, Map.of(), NO_BODY);

        // Then
        assertThat(broker.reportOf("round-trip-1", "acknowledged")
                        .path("taskId")
                        .textValue())
                .isEqualTo(task.toString());
    }

    @Test
    void resultKeepsItsPropertiesAndBytes() throws Exception {
        // When
        device.say(
                "res",
                null,
                Map.of(
                        "correlationData",
                        ID,
                        "status_code",
                        "503",
                        "ext_id",
                        "17",
                        "attempt",
                        "2",
                        "retry_after",
                        "30"),
                new byte[] {(byte) 0xff, 0});

        // Then
        JsonNode result = broker.reportOf("round-trip-1", "result");
        assertThat(result.path("taskId").textValue()).isEqualTo(ID);
        assertThat(result.path("statusCode").intValue()).isEqualTo(503);
        assertThat(result.path("extId").textValue()).isEqualTo("17");
        assertThat(result.path("attempt").intValue()).isEqualTo(2);
        assertThat(result.path("retryAfter").intValue()).isEqualTo(30);
        assertThat(result.path("body").textValue()).isEqualTo("/wA=");
        assertThat(result.path("encoding").textValue()).isEqualTo("base64");
    }

    @Test
    void handoutReachesTheDeviceWithItsProperties() throws Exception {
        // Given
        Instant now = Instant.now();
        String task = "{\"id\":\"" + ID + "\",\"createdAt\":\"" + now + "\",\"externalId\":\"\",\"method\":\"17\","
                + "\"priority\":5,\"expiresAt\":\"" + now.plusSeconds(3600) + "\"}";

        // When
        broker.dispatch("{\"kind\":\"task\",\"deviceId\":\"round-trip-1\",\"task\":" + task
                + ",\"state\":\"PENDING\",\"pendingAt\":null,\"lockedAt\":\"" + now
                + "\",\"attempt\":1,\"leaseUntil\":\""
                + now.plusSeconds(300) + "\",\"payload\":\"{\\\"percent\\\": 1.50}\"}");

        // Then
        Mqtt5Publish word = device.word();
        assertThat(word.getTopic()).hasToString("srv/round-trip-1/rsp");
        assertThat(TestDevice.correlation(word)).isEqualTo(ID);
        assertThat(word.getContentType().map(Object::toString)).contains("application/json");
        assertThat(TestDevice.properties(word))
                .containsEntry("correlationData", ID)
                .containsEntry("method_code", "17")
                .containsEntry("attempt", "1")
                .containsKey("lease");
        assertThat(TestDevice.body(word)).contains("\"status\":1").endsWith("\"payload\":{\"percent\": 1.50}}");
    }

    @Test
    void unreadableHouseMessageIsPutAwayAndTheNextOnePasses() throws Exception {
        // When
        broker.say("bridge.dispatch", "{\"v\":1,\"items\":[{\"kind\":\"sing\"}]}");
        broker.dispatch("{\"kind\":\"committed\",\"deviceId\":\"round-trip-1\",\"taskId\":\"" + ID
                + "\",\"extId\":\"17\",\"resultId\":1}");

        // Then
        Mqtt5Publish word = device.word();
        assertThat(word.getTopic()).hasToString("srv/round-trip-1/cmt");
        assertThat(TestDevice.properties(word)).containsEntry("ext_id", "17").containsEntry("result_id", "1");
        assertThat(broker.takeFromHouse("bridge.dispatch.dead")
                        .getProps()
                        .getHeaders()
                        .get("x-reason"))
                .hasToString("item 0: unknown kind");
    }
}
