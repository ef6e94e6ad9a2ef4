package io.asyncrpc.core.report;

import io.asyncrpc.core.dispatch.Dispatch;
import io.asyncrpc.core.dispatch.Dispatch.Nothing;
import io.asyncrpc.core.task.Decision;
import io.asyncrpc.core.task.Decision.Ignored;
import io.asyncrpc.core.task.Decision.Moved;
import io.asyncrpc.core.task.Decision.Reason;
import io.asyncrpc.core.task.Task;
import io.asyncrpc.core.task.TaskEvent;
import io.asyncrpc.core.task.TaskState;
import io.asyncrpc.core.task.TaskWork;
import io.asyncrpc.core.trace.TraceParent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Folds the reports of one batch, in order of arrival, through the rules of their tasks, and finds the answer each is owed.
 * Pure: what it was given is all it knows, and nothing is true before it was written.
 */
final class ReportFold {
    /** In which order a device gets its tasks: what it holds, then by priority, then the oldest. */
    private static final Comparator<TaskWork> POLL_ORDER = Comparator.comparing(
                    (TaskWork w) -> w.task().state() != TaskState.LOCKED)
            .thenComparing(w -> Objects.requireNonNullElse(w.task().lockedAt(), Instant.MAX))
            .thenComparing(w -> -w.task().terms().priority())
            .thenComparing(TaskWork::id);

    /** Less is not handed out again: a device counts it in whole seconds. */
    private static final Duration LEAST_LEASE = Duration.ofSeconds(1);

    private final Set<UUID> purged;
    private final Instant now;
    private final Map<UUID, TaskWork> works = new LinkedHashMap<>();
    private final List<Folded> folded = new ArrayList<>();

    /**
     * What came of one report.
     *
     * @param task the one it was about; {@code null} if it met none
     * @param answer {@code null} if none is owed
     */
    record Folded(
            Report.Said report,
            @Nullable UUID task,
            Decision decision,
            @Nullable Dispatch answer) {}

    /** @param purged of the ids that were not loaded, those of tasks whose time to be kept is over */
    ReportFold(Collection<Task> loaded, Set<UUID> purged, Instant now) {
        this.purged = purged;
        this.now = now;
        loaded.forEach(t -> works.putIfAbsent(t.terms().id(), new TaskWork(t)));
    }

    void take(Report.Said report) {
        folded.add(
                switch (report) {
                    case Report.Claim c -> c.taskId() == null ? next(c) : claim(c, c.taskId());
                    case Report.AboutTask a -> about(a);
                });
    }

    List<Folded> folded() {
        return folded;
    }

    /** The trace of the task that it was about. */
    @Nullable TraceParent trace(Folded folded) {
        return folded.task() == null
                ? null
                : Objects.requireNonNull(works.get(folded.task()))
                        .task()
                        .terms()
                        .trace();
    }

    Collection<TaskWork> works() {
        return works.values();
    }

    private Folded about(Report.AboutTask report) {
        TaskWork work = owned(report, report.taskId());
        if (work == null) {
            return unknown(report, report.taskId());
        }
        Decision decision = work.take(report.event(), now);
        Dispatch answer = report instanceof Report.Result r ? resultAnswer(r, work.task(), decision) : null;
        return new Folded(report, work.id(), decision, answer);
    }

    private Folded claim(Report.Claim report, UUID id) {
        TaskWork work = owned(report, id);
        return work == null ? unknown(report, id) : claim(report, work);
    }

    private Folded claim(Report.Claim report, TaskWork work) {
        Decision decision = work.take(new TaskEvent.Claimed(), now);
        return new Folded(report, work.id(), decision, claimAnswer(report, work, decision));
    }

    /** "My next": the first in poll order that can be handed out, or that the device must be told to stop. */
    private Folded next(Report.Claim report) {
        List<TaskWork> open = works.values().stream()
                .filter(w -> w.task().terms().deviceId().equals(report.deviceId()))
                .filter(w -> !w.task().state().isFinal())
                .sorted(POLL_ORDER)
                .toList();
        for (TaskWork work : open) {
            if (work.task().state() == TaskState.LOCKED || work.task().isClaimable(now)) {
                Folded claimed = claim(report, work);
                if (!(claimed.answer() instanceof Nothing)) {
                    return claimed;
                }
            }
        }
        boolean waiting = open.stream()
                .anyMatch(w -> w.task().state() == TaskState.LOCKED
                        || now.isBefore(w.task().opensAt()));
        Nothing.Reason reason = waiting ? Nothing.Reason.TOO_EARLY : Nothing.Reason.NOTHING;
        return new Folded(
                report, null, new Ignored(Reason.NOTHING_TO_CLAIM), new Nothing(report.deviceId(), null, reason, now));
    }

    private @Nullable TaskWork owned(Report.Said report, UUID id) {
        TaskWork work = works.get(id);
        return work != null && work.task().terms().deviceId().equals(report.deviceId()) ? work : null;
    }

    /** Foreign and unknown ids look the same, so that nobody learns which ids there are. */
    private Folded unknown(Report.Said report, UUID id) {
        if (report instanceof Report.Result r && purged.contains(id)) {
            return new Folded(report, null, new Ignored(Reason.PURGED_TASK), committed(r, 0, null));
        }
        Dispatch answer = new Dispatch.Refused(report.deviceId(), id, 404, "not-found", "no such task for this device");
        return new Folded(report, null, new Ignored(Reason.UNKNOWN_TASK), answer);
    }

    private Dispatch claimAnswer(Report.Claim report, TaskWork work, Decision decision) {
        Task task = work.task();
        return switch (decision) {
            case Moved m -> handout(stateBefore(work), task);
            case Ignored i ->
                switch (i.reason()) {
                    case SERVED_AGAIN ->
                        endsNow(task) ? nothing(report, Nothing.Reason.TOO_EARLY) : handout(task.state(), task);
                    case CANCEL_REQUESTED -> cancel(task);
                    case TOO_EARLY -> nothing(report, Nothing.Reason.TOO_EARLY);
                    default -> nothing(report, Nothing.Reason.FINAL);
                };
        };
    }

    /** What is handed out now would be over when it arrives. */
    private boolean endsNow(Task task) {
        return Objects.requireNonNull(task.leaseUntil()).isBefore(now.plus(LEAST_LEASE));
    }

    /** A lease that was over has ended before the claim. */
    private static TaskState stateBefore(TaskWork work) {
        return Objects.requireNonNull(work.moves().getLast().from());
    }

    private static @Nullable Dispatch resultAnswer(Report.Result report, Task task, Decision decision) {
        return switch (decision) {
            case Moved m -> committed(report, task.resultCount(), task.terms().trace());
            case Ignored i ->
                switch (i.reason()) {
                    case DUPLICATE_RESULT ->
                        committed(
                                report,
                                task.resultIdOf(report.event()),
                                task.terms().trace());
                    case RESULTS_FULL -> committed(report, 0, task.terms().trace());
                    default ->
                        new Dispatch.Refused(
                                report.deviceId(), report.taskId(), 422, "invalid", "no such attempt was started");
                };
        };
    }

    private static Dispatch committed(Report.Result report, int resultId, @Nullable TraceParent trace) {
        return new Dispatch.Committed(
                report.deviceId(), report.taskId(), report.event().extId(), resultId, trace);
    }

    private Dispatch nothing(Report.Claim report, Nothing.Reason reason) {
        return new Nothing(report.deviceId(), report.taskId(), reason, now);
    }

    private Dispatch cancel(Task task) {
        Instant deadline = Objects.requireNonNullElse(task.cancelDeadline(), now);
        return new Dispatch.Cancel(
                task.terms().deviceId(),
                task.terms().id(),
                deadline,
                true,
                task.terms().trace());
    }

    private Dispatch handout(TaskState before, Task task) {
        return new Dispatch.Handout(
                task.terms(),
                before,
                task.pendingAt(),
                Objects.requireNonNull(task.lockedAt()),
                task.attempt(),
                Objects.requireNonNull(task.leaseUntil()),
                null);
    }
}
