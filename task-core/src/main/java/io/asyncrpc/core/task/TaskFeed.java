package io.asyncrpc.core.task;

import java.util.Collection;

/**
 * Tells whoever waits outside, after the commit, that tasks have changed. Never fails and never waits: what is lost here
 * is found by the next look.
 */
public interface TaskFeed {
    void tell(Collection<TaskChanged> changes);
}
