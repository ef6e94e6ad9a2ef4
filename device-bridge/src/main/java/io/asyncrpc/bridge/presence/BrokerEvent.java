package io.asyncrpc.bridge.presence;

import io.asyncrpc.bridge.report.Report;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A connection was opened or closed, as the broker tells it.
 *
 * @param key what happened, {@code connection.created} or {@code connection.closed}
 * @param headers who, where and how
 * @param at when the broker saw it
 */
record BrokerEvent(String key, Map<String, String> headers, Instant at) {
    BrokerEvent {
        headers = Map.copyOf(headers);
    }

    /** What the core is to know of it; empty when it is not about a device. */
    Optional<Report> report(Devices devices) {
        String user = headers.getOrDefault("user", "");
        String connection = headers.getOrDefault("name", "");
        boolean isDevice = headers.getOrDefault("vhost", "").equals(devices.vhost())
                && devices.isDevice(user, headers.getOrDefault("protocol", ""));
        return isDevice ? report(user, connection) : Optional.empty();
    }

    private Optional<Report> report(String deviceId, String connection) {
        return switch (key) {
            case "connection.created" -> Optional.of(new Report.Connected(deviceId, at, connection));
            case "connection.closed" -> Optional.of(new Report.Disconnected(deviceId, at, connection));
            default -> Optional.empty();
        };
    }
}
