package io.asyncrpc.core.task;

import java.util.UUID;

/** That a task has another version now; whoever wants to know more reads it. */
public record TaskChanged(UUID taskId, int version, boolean isFinal) {
    public static TaskChanged of(Task task) {
        return new TaskChanged(task.terms().id(), task.version(), task.state().isFinal());
    }
}
