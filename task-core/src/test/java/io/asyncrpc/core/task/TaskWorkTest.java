package io.asyncrpc.core.task;

import static io.asyncrpc.core.task.Tasks.at;
import static io.asyncrpc.core.task.Tasks.result;
import static io.asyncrpc.core.task.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.task.Decision.Ignored;
import io.asyncrpc.core.task.Decision.Moved;
import io.asyncrpc.core.task.Decision.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Several events before one write, and what a task keeps of them. */
class TaskWorkTest {
    @Test
    void leaseThatIsOverEndsBeforeTheNextClaimStarts() {
        // Given
        TaskWork work = new TaskWork(task("locked"));

        // When
        Decision decision = work.take(new TaskEvent.Claimed(), at(301));

        // Then
        assertThat(decision).isInstanceOf(Moved.class);
        assertThat(work.task().attempt()).isEqualTo(2);
        assertThat(work.moves()).extracting(TaskMove::cause).containsExactly(Cause.LEASE_EXPIRED, Cause.CLAIMED);
        assertThat(work.moves()).extracting(TaskMove::version).containsExactly(3, 4);
    }

    @Test
    void claimAfterTheDeadlineExpiresTheTaskInstead() {
        // Given
        TaskWork work = new TaskWork(task("pending"));

        // When
        Decision decision = work.take(new TaskEvent.Claimed(), at(3600));

        // Then
        assertThat(decision).isEqualTo(new Ignored(Reason.FINAL));
        assertThat(work.task().state()).isEqualTo(TaskState.EXPIRED);
        assertThat(work.isChanged()).isTrue();
    }

    @Test
    void claimAfterTheLastLeaseFailsTheTask() {
        // Given
        TaskWork work = new TaskWork(task("last"));

        // When
        Decision decision = work.take(new TaskEvent.Claimed(), at(903));

        // Then
        assertThat(decision).isEqualTo(new Ignored(Reason.FINAL));
        assertThat(work.task().state()).isEqualTo(TaskState.FAILED);
    }

    @Test
    void progressAfterTheLeaseDoesNotBringItBack() {
        // Given
        TaskWork work = new TaskWork(task("locked"));

        // When
        Decision decision = work.take(new TaskEvent.Progressed(99, null), at(301));

        // Then
        assertThat(decision).isEqualTo(new Ignored(Reason.NOT_LOCKED));
        assertThat(work.task().state()).isEqualTo(TaskState.NEW);
    }

    @Test
    void resultAfterTheLeaseCountsForItsAttempt() {
        // Given
        TaskWork work = new TaskWork(task("locked"));

        // When
        work.take(result(200, 1, null, "done"), at(301));

        // Then
        assertThat(work.task().state()).isEqualTo(TaskState.DONE);
        assertThat(work.moves()).extracting(TaskMove::cause).containsExactly(Cause.RESULT);
    }

    @Test
    void whatChangesNothingIsNotWritten() {
        // Given
        TaskWork work = new TaskWork(task("done"));

        // When
        work.take(new TaskEvent.Claimed(), at(4));

        // Then
        assertThat(work.isChanged()).isFalse();
        assertThat(work.moves()).isEmpty();
    }

    @Test
    void progressRenewsTheLeaseUpToTheAttemptsEnd() {
        assertThat(progressed(at(100)).leaseUntil()).isEqualTo(at(400));
        assertThat(progressed(at(299)).leaseUntil()).isEqualTo(at(599));
        assertThat(progressed(at(100), at(290), at(500)).leaseUntil()).isEqualTo(at(601));
    }

    @Test
    void beingServedAgainDoesNotRenewTheLease() {
        // Given
        TaskWork work = new TaskWork(task("locked"));

        // When
        work.take(new TaskEvent.Claimed(), at(200));

        // Then
        assertThat(work.task().leaseUntil()).isEqualTo(at(301));
        assertThat(work.isChanged()).isFalse();
    }

    @Test
    void steadyProgressMovesTheVersionOnceASecond() {
        // Given
        TaskWork work = new TaskWork(task("locked"));
        int before = work.task().version();

        // When
        for (int i = 0; i <= 20; i++) {
            work.take(new TaskEvent.Progressed(i, null), at(2 + i * 0.5));
        }

        // Then
        assertThat(work.task().version() - before).isEqualTo(11);
        assertThat(work.task().progress()).extracting(Progress::percent).isEqualTo(20);
    }

    @Test
    void aTaskThatWasNeverClaimedHasItsFirstAttemptByTheResult() {
        assertThat(Tasks.after(task("new"), result(200, null, null, "x"), 2).attempt())
                .isEqualTo(1);
        assertThat(Tasks.after(task("new"), result(503, null, null, "x"), 2).attempt())
                .isEqualTo(1);
        assertThat(Tasks.after(task("new"), result(500, null, null, "x"), 2).attempt())
                .isEqualTo(1);
    }

    @Test
    void repeatedResultKeepsItsNumber() {
        // Given
        Task kept = task("done");

        // When
        Decision decision = kept.on(result(200, 1, null, "first"), at(10));

        // Then
        assertThat(decision).isEqualTo(new Ignored(Reason.DUPLICATE_RESULT));
        assertThat(kept.resultIdOf(result(200, null, null, "first"))).isEqualTo(1);
        assertThat(kept.resultIdOf(result(200, null, null, "second"))).isZero();
        assertThat(kept.resultIdOf(result(201, null, null, "first"))).isZero();
    }

    @Test
    void sixteenFurtherResultsAreKept() {
        // Given
        TaskWork work = new TaskWork(task("done"));

        // When
        List<Decision> decisions = java.util.stream.IntStream.range(0, 18)
                .mapToObj(i -> work.take(result(200, null, null, "again " + i), at(10)))
                .toList();

        // Then
        assertThat(decisions).filteredOn(Moved.class::isInstance).hasSize(16);
        assertThat(decisions.subList(16, 18)).containsOnly(new Ignored(Reason.RESULTS_FULL));
        assertThat(work.task().resultId()).isEqualTo(1);
        assertThat(work.newResults())
                .extracting(StoredResult::resultId)
                .startsWith(2)
                .endsWith(17)
                .hasSize(16);
    }

    @Test
    void backoffGrowsWithEachAttemptAndHeedsTheDevicesWish() {
        assertThat(backoff(null)).isBetween(at(14.5), at(15.5));
        assertThat(backoff(0)).isEqualTo(at(10));
        assertThat(backoff(77)).isEqualTo(at(87));
    }

    @Test
    void wishToStopIsSaidEveryTenSecondsUntilItsDeadline() {
        // Given
        Task task = task("stopping");

        // When
        Task said = Tasks.after(task, new TaskEvent.TimePassed(), 12);
        Task last = Tasks.after(said, new TaskEvent.TimePassed(), 55);

        // Then
        assertThat(task.dueAt()).isEqualTo(at(12));
        assertThat(said.dueAt()).isEqualTo(at(22));
        assertThat(last.dueAt()).isEqualTo(at(62));
        assertThat(last.version()).isEqualTo(task.version());
    }

    private static @Nullable Instant backoff(@Nullable Integer retryAfter) {
        return Tasks.after(task("locked"), result(503, null, retryAfter, "busy"), 10)
                .backoffUntil();
    }

    private static Task progressed(Instant... moments) {
        TaskWork work = new TaskWork(task("locked"));
        for (Instant moment : moments) {
            work.take(new TaskEvent.Progressed(1, null), moment);
        }
        return work.task();
    }
}
