package io.asyncrpc.core.event;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as a device told it.
 *
 * @param correlation what the answer carries
 * @param devEventId the device's own number; {@code 0} if it counts none, and then every one is new
 * @param devTimestamp when it happened, in the device's own writing
 * @param body JSON, byte for byte
 */
public record SaidEvent(
        String deviceId,
        @Nullable UUID correlation,
        String type,
        String devEventId,
        @Nullable String devTimestamp,
        byte[] body) {
    private static final String UNNUMBERED = "0";

    /** By which a repetition is known, together with the device. */
    record Key(String deviceId, String devEventId, String devTimestamp) {}

    boolean isNumbered() {
        return !devEventId.equals(UNNUMBERED);
    }

    Key key() {
        return new Key(deviceId, devEventId, writtenTime());
    }

    String writtenTime() {
        return devTimestamp == null ? "" : devTimestamp;
    }
}
