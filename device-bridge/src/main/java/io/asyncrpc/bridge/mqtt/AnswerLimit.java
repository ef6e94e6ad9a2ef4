package io.asyncrpc.bridge.mqtt;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Lets so many {@code err} through to each device in a second, so that a babbling device cannot make the house babble. */
final class AnswerLimit {
    private final int perSecond;
    private final Map<String, Integer> said = new HashMap<>();
    private long second;

    AnswerLimit(int perSecond) {
        this.perSecond = perSecond;
    }

    synchronized boolean allows(String deviceId, Instant now) {
        if (now.getEpochSecond() != second) {
            second = now.getEpochSecond();
            said.clear();
        }
        return said.merge(deviceId, 1, Integer::sum) <= perSecond;
    }
}
