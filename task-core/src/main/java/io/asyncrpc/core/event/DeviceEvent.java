package io.asyncrpc.core.event;

import java.time.Instant;
import java.util.UUID;

/**
 * An event as it is kept.
 *
 * @param devTimestamp when it happened, by the device; if that could not be read, when it was received
 * @param body JSON, byte for byte as it came
 */
record DeviceEvent(
        UUID id,
        String deviceId,
        String type,
        String devEventId,
        Instant devTimestamp,
        Instant receivedAt,
        byte[] body) {}
