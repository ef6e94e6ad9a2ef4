package io.asyncrpc.core.task;

import io.asyncrpc.core.audit.Action;
import io.asyncrpc.core.audit.Deed;
import io.asyncrpc.core.caller.Actor;
import io.asyncrpc.core.problem.Problem;
import io.asyncrpc.core.problem.ProblemType;
import io.asyncrpc.core.task.TaskEvent.CancelRequested;
import io.asyncrpc.core.task.TaskSubmitStore.IdempotencyKey;
import io.asyncrpc.core.trace.Step;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What clients do to tasks. Nothing is said to a device before it is committed. */
@ApplicationScoped
class TaskLifecycle {
    private final TaskSubmitStore submissions;
    private final IdempotencyStore keys;
    private final OpenTaskQuota quota;
    private final TaskStore tasks;
    private final TaskBell bell;
    private final FreePlaces places;
    private final TaskMetrics metrics;
    private final InstantSource clock;

    TaskLifecycle(
            TaskSubmitStore submissions,
            IdempotencyStore keys,
            OpenTaskQuota quota,
            TaskStore tasks,
            TaskBell bell,
            FreePlaces places,
            TaskMetrics metrics,
            InstantSource clock) {
        this.submissions = submissions;
        this.keys = keys;
        this.quota = quota;
        this.tasks = tasks;
        this.bell = bell;
        this.places = places;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** What became of a submission. */
    sealed interface Submitted {
        record Stored(TaskView view) implements Submitted {}

        /** The same key made this task before. */
        record Replayed(UUID taskId) implements Submitted {}
    }

    Uni<Submitted> submit(String org, Submission submission, @Nullable IdempotencyKey key, Actor actor, Step step) {
        Instant now = clock.instant();
        TaskTerms terms = submission.terms(org, now).within(step.trace());
        step.about(terms.id(), terms.deviceId());
        return quota.admits(org)
                .chain(admitted -> admitted
                        ? submissions.submit(
                                Task.submitted(terms, now), Task.queued(terms, now), submission.payload(), key, actor)
                        : Uni.createFrom().item(new TaskSubmitStore.Submitted.Full()))
                .chain(submitted -> switch (submitted) {
                    case TaskSubmitStore.Submitted.Stored s ->
                        rung(s.task(), submission.payload(), s.deviceConnected());
                    case TaskSubmitStore.Submitted.Full f -> notStored(org, key, crowded());
                    case TaskSubmitStore.Submitted.NotStored n -> notStored(org, key, noDevice());
                });
    }

    private Uni<Submitted> rung(Task task, byte @Nullable [] payload, boolean deviceConnected) {
        metrics.moved(task.state());
        bell.tell(task);
        if (task.isSilent(clock.instant())) {
            places.freed(List.of(task.terms().deviceId())); // a place may have become free since it was counted
        }
        return Uni.createFrom().item(new Submitted.Stored(new TaskView(task, payload, List.of(), deviceConnected)));
    }

    /** A key that was used before gives the same task, also when another one could not be had. */
    private Uni<Submitted> notStored(String org, @Nullable IdempotencyKey key, Problem otherwise) {
        if (key == null) {
            return Uni.createFrom().failure(otherwise);
        }
        return keys.find(org, key.key()).map(use -> {
            if (use.isEmpty()) {
                throw otherwise;
            }
            if (!use.get().isFor(key.fingerprint())) {
                throw new Problem(ProblemType.IDEMPOTENCY_KEY_REUSED, "the key came with another body before");
            }
            return new Submitted.Replayed(use.get().taskId());
        });
    }

    /** Cancels, or asks the device to stop; the task as it is then. Decided again while others write first. */
    Uni<Decision> cancel(String org, UUID id, CancelRequested wish, Actor actor, Step step) {
        return tasks.load(org, id)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().failure(noTask())
                        : cancel(org, new TaskWork(found.getFirst()), wish, actor, step));
    }

    private Uni<Decision> cancel(String org, TaskWork work, CancelRequested wish, Actor actor, Step step) {
        Decision decision = work.take(wish, clock.instant());
        return write(org, work, wish, actor).chain(won -> {
            if (work.isChanged() && won.isEmpty()) {
                return cancel(org, work.id(), wish, actor, step);
            }
            metrics.decided(decision);
            TaskTerms terms = work.task().terms();
            step.about(terms.id(), terms.deviceId()).link(terms.trace());
            if (work.isChanged()) {
                bell.tell(work);
                places.freedBy(List.of(work), won);
            }
            return Uni.createFrom().item(decision);
        });
    }

    private Uni<Set<UUID>> write(String org, TaskWork work, CancelRequested wish, Actor actor) {
        if (!work.isChanged()) {
            return Uni.createFrom().item(Set.of());
        }
        Instant now = clock.instant();
        String detail = wish.force() ? "force" : "";
        return tasks.write(
                work,
                new Deed(
                        TaskId.next(now),
                        now,
                        org,
                        actor.name(),
                        Action.TASK_CANCELLED,
                        work.id().toString(),
                        detail));
    }

    private Problem crowded() {
        metrics.refused("quota-exceeded");
        return new Problem(
                ProblemType.QUOTA_EXCEEDED, "the device or the organisation has as many open tasks as it may have");
    }

    private static Problem noDevice() {
        return new Problem(ProblemType.DEVICE_NOT_FOUND, "the organisation has no device of this id");
    }

    static Problem noTask() {
        return new Problem(ProblemType.NOT_FOUND, "the organisation has no task of this id");
    }
}
