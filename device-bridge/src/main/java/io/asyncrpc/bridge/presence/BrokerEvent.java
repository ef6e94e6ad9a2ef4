package io.asyncrpc.bridge.presence;

import io.asyncrpc.bridge.report.Report;
import io.asyncrpc.bridge.report.Report.Validity;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection was opened or closed, or a device subscribed, as the broker tells it.
 *
 * @param key what happened: {@code connection.created}, {@code connection.closed}, {@code binding.created}
 * @param headers who, where and how
 * @param at when the broker saw it
 */
record BrokerEvent(String key, Map<String, String> headers, Instant at) {
    private static final String MQTT_QUEUE = "mqtt-subscription-";

    BrokerEvent {
        headers = Map.copyOf(headers);
    }

    /** What the core is to know of it; empty when it is not about a device. */
    Optional<Report> report(Devices devices) {
        if (!header("vhost").equals(devices.vhost())) {
            return Optional.empty();
        }
        return switch (key) {
            case "connection.created" ->
                connected(devices).map(id -> new Report.Connected(id, at, header("name"), certificate(devices)));
            case "connection.closed" -> connected(devices).map(id -> new Report.Disconnected(id, at, header("name")));
            case "binding.created" -> subscribed(devices).map(id -> new Report.Subscribed(id, at));
            default -> Optional.empty();
        };
    }

    private @Nullable Validity certificate(Devices devices) {
        return devices.certificate(header("peer_cert_issuer"), header("peer_cert_validity"));
    }

    private Optional<String> connected(Devices devices) {
        return Optional.of(header("user")).filter(user -> devices.isDevice(user, header("protocol")));
    }

    /** A subscription is a binding of the session's queue; the one that lets the doorbell through counts. */
    private Optional<String> subscribed(Devices devices) {
        return Optional.of(header("user_who_performed_action"))
                .filter(devices::isDeviceName)
                .filter(id -> header("destination_name").startsWith(MQTT_QUEUE) && hearsDoorbell(id));
    }

    private boolean hearsDoorbell(String deviceId) {
        String pattern = header("routing_key");
        String mine = "srv." + deviceId + ".";
        return pattern.equals(mine + "tsk") || pattern.equals(mine + "*") || pattern.equals(mine + "#");
    }

    private String header(String name) {
        return headers.getOrDefault(name, "");
    }
}
