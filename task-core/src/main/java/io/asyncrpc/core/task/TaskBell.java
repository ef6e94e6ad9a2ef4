package io.asyncrpc.core.task;

/**
 * Tells devices, after the commit, what a move means for them. Never fails and never waits: what is lost here is said
 * again when the row is due.
 */
public interface TaskBell {
    /** What the task has to say as it is now. */
    void tell(Task task);

    /** The same; and that it is to stop, if a client ended the task under the device's hands. */
    void tell(TaskWork work);
}
