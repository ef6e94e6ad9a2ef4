package io.asyncrpc.core.task;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A result as it is kept.
 *
 * @param resultId the number of the result within its task, from 1, in order of arrival; never changes
 * @param extId the device's own number of it, "0" if it has none
 * @param sha256 of the body; with attempt, extId and statusCode it tells a repetition
 * @param body the bytes as they came; {@code null} in places that need no body
 */
public record StoredResult(
        int resultId,
        int attempt,
        int statusCode,
        String extId,
        byte[] sha256,
        byte @Nullable [] body,
        Instant receivedAt) {

    boolean isRepeatedBy(int otherAttempt, TaskEvent.Resulted other) {
        return attempt == otherAttempt
                && statusCode == other.statusCode()
                && extId.equals(other.extId())
                && Arrays.equals(sha256, other.sha256());
    }
}
