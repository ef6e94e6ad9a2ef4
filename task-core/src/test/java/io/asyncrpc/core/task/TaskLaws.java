package io.asyncrpc.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What holds of every task at every moment, after every step and over every history. */
public final class TaskLaws {
    private TaskLaws() {}

    /** A step never goes back, and none leaves the end. */
    public static void checkStep(String life, Task before, Task after) {
        assertThat(after.version()).as("%s: version", life).isGreaterThanOrEqualTo(before.version());
        assertThat(after.attempt()).as("%s: attempt", life).isGreaterThanOrEqualTo(before.attempt());
        assertThat(after.revision()).as("%s: revision", life).isEqualTo(before.revision());
        assertThat(after.terms()).as("%s: terms", life).isEqualTo(before.terms());
        if (before.state().isFinal()) {
            assertThat(after.state()).as("%s: final is final", life).isEqualTo(before.state());
            assertThat(after.attempt()).as("%s: final", life).isEqualTo(before.attempt());
            assertThat(after.outcome()).as("%s: final", life).isEqualTo(before.outcome());
            assertThat(after.resultId()).as("%s: final", life).isEqualTo(before.resultId());
            assertThat(after.finishedAt()).as("%s: final", life).isEqualTo(before.finishedAt());
            assertThat(after.failure()).as("%s: final", life).isEqualTo(before.failure());
        }
    }

    public static void checkMoment(String life, Task t) {
        boolean isFinal = t.state().isFinal();
        boolean locked = t.state() == TaskState.LOCKED;
        assertThat(t.attempt()).as("%s: attempts", life).isBetween(0, t.terms().maxAttempts());
        assertThat(t.dueAt() == null).as("%s: due unless final", life).isEqualTo(isFinal);
        assertThat(t.finishedAt() != null).as("%s: finishedAt", life).isEqualTo(isFinal);
        assertThat(t.outcome() != null).as("%s: outcome", life).isEqualTo(isFinal);
        assertThat(t.leaseUntil() != null)
                .as("%s: a lease while an attempt runs, and no longer", life)
                .isEqualTo(locked);
        assertThat(t.lockedAt() != null || !locked).as("%s: lockedAt", life).isTrue();
        assertThat(t.resultCount())
                .as("%s: results", life)
                .isEqualTo(t.results().size());
        assertThat(t.furtherCount()).as("%s: further results", life).isBetween(0, 16);
        assertThat(t.failure() == null || t.state() != TaskState.DONE)
                .as("%s: no failure when done", life)
                .isTrue();
        assertThat(t.cancelRequestedAt() == null || isFinal || locked)
                .as("%s: cancelling", life)
                .isTrue();
        assertThat(t.failure() != null || t.state() != TaskState.FAILED)
                .as("%s: a failure is told", life)
                .isTrue();
        if (locked) {
            Instant end = Objects.requireNonNull(t.lockedAt()).plus(t.terms().attemptTimeout());
            assertThat(t.leaseUntil()).as("%s: lease within the attempt", life).isBeforeOrEqualTo(end);
            assertThat(t.lockedAt())
                    .as("%s: no attempt starts late", life)
                    .isBefore(t.terms().expiresAt());
            assertThat(t.dueAt()).as("%s: due by the lease", life).isBeforeOrEqualTo(t.leaseUntil());
        } else if (!isFinal) {
            assertThat(t.dueAt())
                    .as("%s: due by the deadline", life)
                    .isBeforeOrEqualTo(t.terms().expiresAt());
        }
    }

    /** A line for each version; an attempt begins when none runs, each with the next number. */
    public static void checkHistory(String life, Task task, List<TaskMove> history) {
        assertThat(history).as("%s: a line for each version", life).hasSize(task.version());
        int attempts = 0;
        for (int i = 0; i < history.size(); i++) {
            TaskMove move = history.get(i);
            assertThat(move.version()).as("%s: gapless", life).isEqualTo(i + 1);
            assertThat(move.from())
                    .as("%s: chained", life)
                    .isEqualTo(i == 0 ? null : history.get(i - 1).to());
            boolean claimed = move.cause() == Cause.CLAIMED;
            if (claimed) {
                assertThat(move.from()).as("%s: one attempt at a time", life).isIn(TaskState.NEW, TaskState.PENDING);
            }
            boolean unasked = attempts == 0 && isResult(move.cause());
            attempts += claimed || unasked ? 1 : 0;
            assertThat(move.attempt())
                    .as("%s: attempts rise by claims alone", life)
                    .isEqualTo(attempts);
            assertThat(move.to() != TaskState.LOCKED || attempts > 0)
                    .as("%s: held only after a claim", life)
                    .isTrue();
        }
        assertThat(history.getLast().to()).as(life).isEqualTo(task.state());
        if (task.state().isFinal()) {
            checkOutcome(life, task);
        }
    }

    /** Unknown if, and only if, no result ended the task and the last attempt never answered before the end. */
    private static void checkOutcome(String life, Task task) {
        Instant end = Objects.requireNonNull(task.finishedAt());
        boolean answered = task.results().stream()
                .anyMatch(r -> r.attempt() == task.attempt() && !r.receivedAt().isAfter(end));
        boolean lost = task.attempt() > 0 && task.resultId() == null && !answeredBefore(task, end, answered);
        assertThat(task.outcome())
                .as("%s: outcome of %s", life, task)
                .isEqualTo(lost ? Outcome.UNKNOWN : Outcome.KNOWN);
        assertThat(task.state() != TaskState.EXPIRED || task.attempt() == 0)
                .as("%s: expired means never tried", life)
                .isTrue();
        assertThat(task.state() != TaskState.FAILED || task.attempt() > 0)
                .as("%s: failed means tried", life)
                .isTrue();
        assertThat(task.state() != TaskState.DONE || task.resultId() != null)
                .as("%s: done by a result", life)
                .isTrue();
    }

    /** A further result that came at the very moment of the end may be of before or after; the failure tells. */
    private static boolean answeredBefore(Task task, Instant end, boolean atLatest) {
        boolean earlier = task.results().stream()
                .anyMatch(r -> r.attempt() == task.attempt() && r.receivedAt().isBefore(end));
        return earlier || (atLatest && task.outcome() == Outcome.KNOWN);
    }

    private static boolean isResult(Cause cause) {
        return cause == Cause.RESULT || cause == Cause.RETRY_BACKOFF;
    }
}
