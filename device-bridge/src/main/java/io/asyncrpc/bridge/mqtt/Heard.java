package io.asyncrpc.bridge.mqtt;

import io.asyncrpc.bridge.report.Report;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of a device's message. */
sealed interface Heard {
    /** Understood: the core is told. */
    record Understood(Report report) implements Heard {}

    /** Not understood: the device is told, as a problem (RFC 9457). */
    record Refused(String deviceId, @Nullable UUID taskId, int status, String code, String detail) implements Heard {}

    /** Nobody can be told: the topic names no device. */
    record Homeless(String reason) implements Heard {}
}
