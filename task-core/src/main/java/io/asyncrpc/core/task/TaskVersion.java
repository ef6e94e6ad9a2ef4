package io.asyncrpc.core.task;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far a task is: all that one needs to see that it is still the one that is known. */
record TaskVersion(int number, TaskState state, @Nullable Instant finishedAt) {

    static TaskVersion of(Task task) {
        return new TaskVersion(task.version(), task.state(), task.finishedAt());
    }

    /**
     * Says of a final task that nothing at all of it is different; nothing of any other, since progress, leases and why it
     * waits move without a version. With the time at which it ended: after a restore the same version may be of another end.
     */
    Optional<String> stamp() {
        return finishedAt == null || !state.isFinal()
                ? Optional.empty()
                : Optional.of(number + "-" + ChronoUnit.MICROS.between(Instant.EPOCH, finishedAt));
    }
}
