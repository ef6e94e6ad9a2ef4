package io.asyncrpc.core.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of a task's history: one for each version, without gaps.
 *
 * @param from {@code null} for the first
 */
public record TaskMove(int version, Instant at, @Nullable TaskState from, TaskState to, Cause cause, int attempt) {

    /** The beginning of every history. */
    public static TaskMove submitted(Task task) {
        return new TaskMove(task.version(), task.terms().createdAt(), null, task.state(), Cause.SUBMITTED, 0);
    }
}
