package io.asyncrpc.core.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is kept.
 *
 * @param devEventId the device's own number; {@code null} if the house tells it and not the device
 * @param devTimestamp when it happened, by the device; if that could not be read, when it was received
 * @param body JSON, byte for byte as it came
 */
record DeviceEvent(
        UUID id,
        String deviceId,
        String type,
        @Nullable String devEventId,
        Instant devTimestamp,
        Instant receivedAt,
        byte[] body) {}
