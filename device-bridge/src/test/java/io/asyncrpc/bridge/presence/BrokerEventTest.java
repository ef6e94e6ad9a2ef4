package io.asyncrpc.bridge.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.bridge.report.Report;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerEventTest {
    private static final Instant AT = Instant.ofEpochSecond(1000);
    private static final Devices DEVICES = new Devices("devices", Set.of("bridge"));
    private static final Map<String, String> PUMP =
            Map.of("user", "pump-7", "vhost", "devices", "protocol", "{'MQTT',{5,0}}", "name", "a -> b");

    @Test
    void connectionsOfDevicesAreTold() {
        // When / Then
        assertThat(new BrokerEvent("connection.created", PUMP, AT).report(DEVICES))
                .contains(new Report.Connected("pump-7", AT, "a -> b"));
        assertThat(new BrokerEvent("connection.closed", PUMP, AT).report(DEVICES))
                .contains(new Report.Disconnected("pump-7", AT, "a -> b"));
        assertThat(new BrokerEvent("connection.other", PUMP, AT).report(DEVICES))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CN=api issuing,2026-02-01T08:00:01Z - 2027-02-01T08:05:00Z,true",
        "CN=issuing,2026-02-01T08:00:01Z - 2027-02-01T08:05:00Z,false",
        "'',2026-02-01T08:00:01Z - 2027-02-01T08:05:00Z,false",
        "CN=api issuing,2026-02-01T08:00:01Z,false",
        "CN=api issuing,whenever - forever,false",
    })
    void onlyCertificatesOfTheApisAuthorityAreTold(String issuer, String validity, boolean isTold) {
        // Given
        Map<String, String> headers = new HashMap<>(PUMP);
        headers.put("peer_cert_issuer", issuer);
        headers.put("peer_cert_validity", validity);
        Report.Validity shown = isTold
                ? new Report.Validity(Instant.parse("2026-02-01T08:00:01Z"), Instant.parse("2027-02-01T08:05:00Z"))
                : null;

        // When / Then
        assertThat(new BrokerEvent("connection.created", headers, AT)
                        .report(new Devices("devices", Set.of("bridge"), "CN=api issuing")))
                .contains(new Report.Connected("pump-7", AT, "a -> b", shown));
    }

    @ParameterizedTest
    @CsvSource({
        "user,bridge",
        "user,not a device",
        "user,''",
        "vhost,house",
        "protocol,'{''Direct'',{0,9,1}}'",
    })
    void otherConnectionsAreNot(String header, String value) {
        // Given
        Map<String, String> headers = new HashMap<>(PUMP);
        headers.put(header, value);

        // When / Then
        assertThat(new BrokerEvent("connection.created", headers, AT).report(DEVICES))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"srv.pump-7.tsk", "srv.pump-7.*", "srv.pump-7.#"})
    void subscriptionsThatHearTheDoorbellAreTold(String pattern) {
        // When / Then
        assertThat(subscription(Map.of("routing_key", pattern)).report(DEVICES))
                .contains(new Report.Subscribed("pump-7", AT));
    }

    @ParameterizedTest
    @CsvSource({
        "routing_key,srv.pump-7.rsp",
        "routing_key,srv.pump-70.tsk",
        "user_who_performed_action,bridge",
        "user_who_performed_action,pump 7",
        "destination_name,bridge.uplink",
        "vhost,house",
    })
    void otherBindingsAreNot(String header, String value) {
        // When / Then
        assertThat(subscription(Map.of(header, value)).report(DEVICES)).isEmpty();
    }

    private static BrokerEvent subscription(Map<String, String> other) {
        Map<String, String> headers = new HashMap<>(Map.of(
                "vhost",
                "devices",
                "user_who_performed_action",
                "pump-7",
                "destination_name",
                "mqtt-subscription-pump-7qos1",
                "routing_key",
                "srv.pump-7.tsk"));
        headers.putAll(other);
        return new BrokerEvent("binding.created", headers, AT);
    }
}
