package io.asyncrpc.core.task;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/** So many tasks of a device ring at a time; when one of them is claimed or ends, another may ring in its place. */
public interface FreePlaces {
    /** Never fails and never waits: what is lost here rings at its own time. */
    void freed(Collection<String> deviceIds);

    /** What these moves freed, as far as they were written. */
    default void freedBy(Collection<TaskWork> works, Set<UUID> won) {
        freed(TaskStore.written(works, won).stream()
                .filter(TaskWork::freesPlace)
                .map(work -> work.task().terms().deviceId())
                .toList());
    }
}
