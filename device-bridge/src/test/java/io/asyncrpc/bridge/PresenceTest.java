package io.asyncrpc.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The broker's events and its list of connections, as the core hears of them. */
@QuarkusTest
class PresenceTest {
    private TestBroker broker;

    @BeforeEach
    void connect() throws Exception {
        broker = new TestBroker();
    }

    @AfterEach
    void disconnect() {
        broker.close();
    }

    @Test
    void comingAndGoingIsToldByTheNameOfTheConnection() throws Exception {
        // When
        TestDevice.connected("presence-1").close();

        // Then
        JsonNode connected = broker.reportOf("presence-1", "connected");
        JsonNode disconnected = broker.reportOf("presence-1", "disconnected");
        assertThat(connected.path("connection").textValue()).contains(" -> ");
        assertThat(disconnected.path("connection")).isEqualTo(connected.path("connection"));
    }

    @Test
    void subscriptionToTheDoorbellIsTold() throws Exception {
        // Given
        try (TestDevice device = TestDevice.connected("presence-3")) {
            // When
            device.subscribe("srv/presence-3/tsk");

            // Then
            assertThat(broker.reportOf("presence-3", "subscribed").path("at").textValue())
                    .endsWith("Z");
        }
    }

    @Test
    void snapshotHoldsTheLiveConnectionsOfDevicesAlone() throws Exception {
        // Given
        try (TestDevice device = TestDevice.connected("presence-2")) {
            // When
            JsonNode snapshot = broker.report("connections", it -> it.toString().contains("presence-2"));

            // Then
            assertThat(device.isConnected()).isTrue();
            assertThat(snapshot.path("connections"))
                    .filteredOn(it -> it.path("deviceId").asText().equals("presence-2"))
                    .singleElement()
                    .satisfies(it -> {
                        assertThat(it.path("connection").textValue()).contains(" -> ");
                        assertThat(it.path("since").textValue()).endsWith("Z");
                    });
            assertThat(snapshot.path("connections"))
                    .noneMatch(it -> it.path("deviceId").asText().equals("bridge"));
        }
    }

    /** The broker lists a connection seconds late; what began at the time that a snapshot speaks of is gone if it is not in it. */
    @RepeatedTest(3)
    void aConnectionThatTheListDoesNotHaveYetIsNotCalledGone() throws Exception {
        // Given
        String id = "presence-" + System.nanoTime();
        try (TestDevice device = TestDevice.connected(id)) {
            Instant since =
                    Instant.parse(broker.reportOf(id, "connected").path("at").textValue());
            List<Instant> without = new ArrayList<>();

            // When
            broker.report("connections", snapshot -> {
                boolean listed = snapshot.toString().contains(id);
                if (!listed) {
                    without.add(Instant.parse(snapshot.path("at").textValue()));
                }
                return listed;
            });

            // Then
            assertThat(device.isConnected()).isTrue();
            assertThat(without).allSatisfy(at -> assertThat(at).isBefore(since));
        }
    }
}
