package io.asyncrpc.bridge.mqtt;

import java.time.Instant;
import java.util.Map;

/**
 * What the broker handed over from a device. Only the routing key can be trusted: the broker tied it to the account.
 *
 * @param properties MQTT 5 user properties, all of them text
 * @param correlation MQTT 5 correlation data as it came; empty when there was none
 */
public record DeviceMessage(
        String routingKey, byte[] body, Map<String, String> properties, byte[] correlation, Instant at) {
    public DeviceMessage {
        properties = Map.copyOf(properties);
    }
}
