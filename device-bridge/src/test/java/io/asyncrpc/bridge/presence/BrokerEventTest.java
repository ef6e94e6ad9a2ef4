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
}
