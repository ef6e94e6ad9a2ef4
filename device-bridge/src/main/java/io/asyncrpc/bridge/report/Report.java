package io.asyncrpc.bridge.report;

import io.asyncrpc.bridge.trace.TraceParent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Anything a device, or the broker about devices, has said. {@code at} is when the bridge read it. */
public sealed interface Report {
    Instant at();

    /** Where the device says that the trace of its task goes on; {@code null} as a rule. */
    default @Nullable TraceParent trace() {
        return null;
    }

    /** The device has seen the doorbell. */
    record Acknowledged(
            String deviceId,
            Instant at,
            UUID taskId,
            @Nullable TraceParent trace) implements Report {
        public Acknowledged(String deviceId, Instant at, UUID taskId) {
            this(deviceId, at, taskId, null);
        }
    }

    /** The device asks for a task; without an id for its next one. */
    record Claim(
            String deviceId,
            Instant at,
            @Nullable UUID taskId,
            @Nullable TraceParent trace) implements Report {
        public Claim(String deviceId, Instant at, @Nullable UUID taskId) {
            this(deviceId, at, taskId, null);
        }
    }

    /** The device is still working; {@code percent} is 0 to 100. */
    record Progress(
            String deviceId,
            Instant at,
            UUID taskId,
            @Nullable Integer percent,
            @Nullable String message,
            @Nullable TraceParent trace)
            implements Report {
        public Progress(String deviceId, Instant at, UUID taskId, @Nullable Integer percent, @Nullable String message) {
            this(deviceId, at, taskId, percent, message, null);
        }
    }

    /** The device is done. {@code attempt} is null when it did not say which; {@code retryAfter} is in seconds. */
    record Result(
            String deviceId,
            Instant at,
            UUID taskId,
            int statusCode,
            String extId,
            @Nullable Integer attempt,
            @Nullable Long retryAfter,
            byte @Nullable [] body,
            @Nullable TraceParent trace)
            implements Report {
        public Result(
                String deviceId,
                Instant at,
                UUID taskId,
                int statusCode,
                String extId,
                @Nullable Integer attempt,
                @Nullable Long retryAfter,
                byte @Nullable [] body) {
            this(deviceId, at, taskId, statusCode, extId, attempt, retryAfter, body, null);
        }
    }

    /**
     * Something happened at the device.
     *
     * @param correlation what the answer is to carry; null if the device does not care
     * @param devEventId the device's own number of it; {@code 0} if it does not count them
     * @param devTimestamp when it happened, as the device wrote it; null when it did not say
     * @param body JSON
     */
    record Event(
            String deviceId,
            Instant at,
            @Nullable UUID correlation,
            String type,
            String devEventId,
            @Nullable String devTimestamp,
            byte[] body)
            implements Report {}

    /**
     * The broker has let the device in.
     *
     * @param certificate that it showed, if it is one of the issuing CA of the API
     */
    record Connected(
            String deviceId,
            Instant at,
            String connection,
            @Nullable Validity certificate) implements Report {
        public Connected(String deviceId, Instant at, String connection) {
            this(deviceId, at, connection, null);
        }
    }

    /** When a certificate begins and ends, to the second: that is what the broker tells of it. */
    record Validity(Instant notBefore, Instant notAfter) {}

    /** The device's connection is gone. */
    record Disconnected(String deviceId, Instant at, String connection) implements Report {}

    /** The device has subscribed to its doorbell, and hears it from now on. */
    record Subscribed(String deviceId, Instant at) implements Report {}

    /** Every connection of a device there is; what began before that moment and is not in it is gone. */
    record Connections(Instant at, List<Connection> connections) implements Report {
        public Connections {
            connections = List.copyOf(connections);
        }
    }

    /** One live connection of a device, known by its name since a device may have two for a moment. */
    record Connection(
            String deviceId,
            String connection,
            Instant since,
            @Nullable Validity certificate) {
        public Connection(String deviceId, String connection, Instant since) {
            this(deviceId, connection, since, null);
        }
    }

    /**
     * Every account of a device that the broker has in a range of names, in the order of their bytes.
     *
     * @param after the range begins behind this name; null: with the first
     * @param until the range ends with this name; null: with the last
     */
    record Accounts(
            Instant at, @Nullable String after, @Nullable String until, List<String> names) implements Report {
        public Accounts {
            names = List.copyOf(names);
        }
    }

    /**
     * How many logins a node of the broker has refused.
     *
     * @param node its name
     * @param since when it started, to a few seconds
     * @param refused since then, by what was spoken
     */
    record Logins(Instant at, String node, Instant since, List<Refused> refused) implements Report {
        public Logins {
            refused = List.copyOf(refused);
        }
    }

    /** So many that were refused for one reason. */
    record Refused(String reason, long count) {}

    /** The kind as the house writes it. */
    default String kind() {
        return switch (this) {
            case Acknowledged ignored -> "acknowledged";
            case Claim ignored -> "claim";
            case Progress ignored -> "progress";
            case Result ignored -> "result";
            case Event ignored -> "event";
            case Connected ignored -> "connected";
            case Disconnected ignored -> "disconnected";
            case Subscribed ignored -> "subscribed";
            case Connections ignored -> "connections";
            case Accounts ignored -> "accounts";
            case Logins ignored -> "logins";
        };
    }
}
