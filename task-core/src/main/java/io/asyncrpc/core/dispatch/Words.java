package io.asyncrpc.core.dispatch;

import io.asyncrpc.core.task.Task;
import io.asyncrpc.core.task.TaskWork;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** What a task has to say to its device of its own accord. */
public final class Words {
    private Words() {}

    /** The same of what a client did: a device that holds what was ended by force is asked to stop. */
    static Optional<Dispatch> of(TaskWork work) {
        Instant heldUntil = work.heldUntil();
        return heldUntil == null ? of(work.task()) : Optional.of(cancel(work.task(), heldUntil));
    }

    private static Dispatch cancel(Task task, Instant by) {
        return new Dispatch.Cancel(
                task.terms().deviceId(),
                task.terms().id(),
                by,
                false,
                task.terms().trace());
    }

    /** A doorbell while it waits and was rung, a request to stop while it is held and cancelled; else nothing. */
    public static Optional<Dispatch> of(Task task) {
        return switch (task.state()) {
            case NEW, PENDING ->
                task.rings() == 0
                        ? Optional.empty()
                        : Optional.of(new Dispatch.Doorbell(task.terms(), Objects.requireNonNull(task.dueAt())));
            case LOCKED -> Optional.ofNullable(task.cancelDeadline()).map(by -> cancel(task, by));
            case DONE, EXPIRED, CANCELED, FAILED -> Optional.empty();
        };
    }
}
