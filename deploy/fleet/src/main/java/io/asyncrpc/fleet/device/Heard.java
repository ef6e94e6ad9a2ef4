package io.asyncrpc.fleet.device;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A word said to a device. */
public sealed interface Heard {

    /** {@code tsk}: a task waits; its payload must be asked for. */
    record Doorbell(String taskId, String method) implements Heard {}

    /** {@code rsp}: the task itself, claimed for this device as {@code attempt}. */
    record Call(String taskId, int attempt, String method, JsonNode payload) implements Heard {}

    /** {@code rsp} without a task: there is nothing to do; {@code asked} is null when the next task was asked for. */
    record Nothing(@Nullable String asked, String reason) implements Heard {}

    /** {@code cmt}: the result is stored and may be forgotten. */
    record Committed(String taskId, long resultId) implements Heard {}

    /** {@code cnl}: the client wants the task stopped. */
    record Stop(String taskId) implements Heard {}

    /** {@code err}: the last word was refused and must not be repeated. */
    record Refused(@Nullable String taskId, int status, String detail) implements Heard {}
}
