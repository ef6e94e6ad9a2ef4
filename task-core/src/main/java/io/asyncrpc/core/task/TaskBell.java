package io.asyncrpc.core.task;

/**
 * Tells devices, after the commit, what a move means for them. Never fails and never waits: what is lost here is said
 * again when the row is due.
 */
public interface TaskBell {
    void tell(Task task);
}
