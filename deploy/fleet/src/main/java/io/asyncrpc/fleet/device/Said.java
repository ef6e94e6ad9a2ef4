package io.asyncrpc.fleet.device;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A word said by a device. */
public sealed interface Said {

    /** The task it is about; null in an {@link Ask} for whatever comes next. */
    @Nullable String taskId();

    /** {@code ack}: the doorbell was seen. */
    record Ack(String taskId) implements Said {}

    /** {@code req}: give me that task, or with null my next one. */
    record Ask(@Nullable String taskId) implements Said {}

    /** {@code prg}: how far the work is; renews the lease. */
    record Progress(String taskId, int percent, String message) implements Said {}

    /** {@code res}: what became of the call. {@code attempt} is null when the device never got the task. */
    record Result(String taskId, @Nullable Integer attempt, Outcome outcome, String extId) implements Said {}

    /** What a device's work ended with: a status as in HTTP, 2xx being success, and any JSON. */
    record Outcome(int statusCode, JsonNode body) {}
}
