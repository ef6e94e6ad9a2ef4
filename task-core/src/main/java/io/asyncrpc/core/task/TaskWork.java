package io.asyncrpc.core.task;

import io.asyncrpc.core.task.Decision.Moved;
import io.asyncrpc.core.task.TaskEvent.Claimed;
import io.asyncrpc.core.task.TaskEvent.Progressed;
import io.asyncrpc.core.task.TaskEvent.TimePassed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task in one batch: as it was loaded, as it is by now, and the moves in between. Several events may come before it is
 * written, once. Confined to its batch.
 */
public final class TaskWork {
    private final Task loaded;
    private Task task;
    private final List<TaskMove> moves = new ArrayList<>();

    public TaskWork(Task loaded) {
        this.loaded = loaded;
        this.task = loaded;
    }

    /** Applies an event; where the time of the present state is over, that comes first. */
    public Decision take(TaskEvent event, Instant now) {
        boolean asks = event instanceof Claimed || event instanceof Progressed;
        if (asks && task.isOver(now)) {
            apply(new TimePassed(), now);
        }
        return apply(event, now);
    }

    private Decision apply(TaskEvent event, Instant now) {
        Decision decision = task.on(event, now);
        if (decision instanceof Moved moved) {
            Task next = moved.task();
            if (next.version() != task.version()) {
                moves.add(new TaskMove(next.version(), now, task.state(), next.state(), moved.cause(), next.attempt()));
            }
            task = next;
        }
        return decision;
    }

    /** Until when the device would go on with an attempt that ended without it; {@code null} if it held none. */
    public @Nullable Instant heldUntil() {
        return task.state().isFinal() ? loaded.leaseUntil() : null;
    }

    public UUID id() {
        return loaded.terms().id();
    }

    /** As it is by now; true only if {@link TaskStore#write} says that it won. */
    public Task task() {
        return task;
    }

    /**
     * Whether another task may ring in its place: it waited and does not any more, or not until later; or it is silent from
     * now on, and the places it found taken may be free by the time that this is written.
     */
    public boolean freesPlace() {
        return isWaiting(loaded)
                && (!isWaiting(task)
                        || task.opensAt().isAfter(loaded.opensAt())
                        || (task != loaded && task.rings() == 0));
    }

    private static boolean isWaiting(Task task) {
        return task.state() == TaskState.NEW || task.state() == TaskState.PENDING;
    }

    public boolean isChanged() {
        return task != loaded;
    }

    /** When it came into the state in which it was loaded; for one that is NEW again, when it could be claimed first. */
    Instant enteredAt() {
        return Objects.requireNonNullElse(
                switch (loaded.state()) {
                    case PENDING -> loaded.pendingAt();
                    case LOCKED -> loaded.lockedAt();
                    case NEW -> opened();
                    case DONE, EXPIRED, CANCELED, FAILED -> loaded.finishedAt();
                },
                loaded.terms().createdAt());
    }

    private Instant opened() {
        Instant created = loaded.terms().createdAt();
        return loaded.opensAt().isAfter(created) ? loaded.opensAt() : created;
    }

    public List<TaskMove> moves() {
        return List.copyOf(moves);
    }

    /** What there is to tell outside, once it is stored; nothing if the version is the same. */
    public Optional<TaskChanged> news() {
        return moves.isEmpty() ? Optional.empty() : Optional.of(TaskChanged.of(task));
    }

    /** The results that are to be stored. */
    List<StoredResult> newResults() {
        return task.results().stream()
                .filter(r -> r.resultId() > loaded.resultCount())
                .toList();
    }
}
