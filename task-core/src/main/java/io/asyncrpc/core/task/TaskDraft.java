package io.asyncrpc.core.task;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The task that a move is about to make: what changes together is changed by one method. Lives for one decision only.
 */
final class TaskDraft {
    private static final Duration CANCEL_SAID_EVERY = Duration.ofSeconds(10);

    private final TaskTerms terms;
    private final int revision;
    private final @Nullable Instant restoredAt;
    private TaskState state;
    private @Nullable Outcome outcome;
    private int attempt;
    int version;
    private @Nullable Instant pendingAt;
    private @Nullable Instant lockedAt;
    private @Nullable Instant leaseUntil;
    private @Nullable Instant finishedAt;
    private @Nullable Progress progress;

    @Nullable Failure failure;

    private @Nullable Integer resultId;
    private int resultCount;
    private int furtherCount;
    final List<StoredResult> results;
    private @Nullable Instant cancelRequestedAt;
    private @Nullable Instant cancelDeadline;
    private @Nullable Instant backoffUntil;
    private int rings;
    private @Nullable Instant dueAt;

    TaskDraft(Task t) {
        terms = t.terms();
        revision = t.revision();
        restoredAt = t.restoredAt();
        state = t.state();
        outcome = t.outcome();
        attempt = t.attempt();
        version = t.version();
        pendingAt = t.pendingAt();
        lockedAt = t.lockedAt();
        leaseUntil = t.leaseUntil();
        finishedAt = t.finishedAt();
        progress = t.progress();
        failure = t.failure();
        resultId = t.resultId();
        resultCount = t.resultCount();
        furtherCount = t.furtherCount();
        results = new ArrayList<>(t.results());
        cancelRequestedAt = t.cancelRequestedAt();
        cancelDeadline = t.cancelDeadline();
        backoffUntil = t.backoffUntil();
        rings = t.rings();
        dueAt = t.dueAt();
    }

    private TaskDraft(TaskTerms terms) {
        this.terms = terms;
        revision = 0;
        restoredAt = null;
        state = TaskState.NEW;
        version = 1;
        results = new ArrayList<>();
    }

    static TaskDraft submitted(TaskTerms terms, Instant now) {
        TaskDraft draft = new TaskDraft(terms);
        return now.isBefore(terms.opensAt()) ? draft.ringFirstAt(terms.opensAt()) : draft.rung(now);
    }

    TaskDraft acknowledged(Instant now) {
        state = TaskState.PENDING;
        pendingAt = now;
        rings = 0;
        return now.isBefore(opensAt()) ? ringFirstAt(opensAt()) : rung(now);
    }

    TaskDraft locked(Instant now) {
        state = TaskState.LOCKED;
        attempt++;
        lockedAt = now;
        progress = null;
        backoffUntil = null;
        return leased(now);
    }

    TaskDraft progressed(Progress said, Instant now) {
        progress = said;
        return leased(now);
    }

    /** An attempt was lost: it is due at once, to ring if it is among those that do. */
    TaskDraft reopened(Instant now) {
        return unlocked().ringFirstAt(now);
    }

    /** An attempt, which may not be known here, failed for now: silence until {@code again}. */
    TaskDraft backedOff(int of, Instant again) {
        unlocked();
        attempt = Math.max(attempt, of);
        backoffUntil = again;
        return ringFirstAt(again);
    }

    TaskDraft cancelRequested(Instant now, Duration deadline) {
        cancelRequestedAt = now;
        cancelDeadline = now.plus(deadline);
        return cancelSaid(now);
    }

    TaskDraft cancelSaid(Instant now) {
        return dueAtEarliest(leaseUntil, cancelDeadline, now.plus(CANCEL_SAID_EVERY));
    }

    TaskDraft rung(Instant now) {
        rings++;
        return dueAtEarliest(now.plus(RingPolicy.pause(state, rings, terms.id())), terms.expiresAt());
    }

    /** The device hears again: the row of pauses begins anew. */
    TaskDraft rungAnew(Instant now) {
        rings = 0;
        return rung(now);
    }

    /** Silent. Its turn is told to it; the later moment is only for a turn that got lost. */
    TaskDraft queued(Instant now) {
        rings = 0;
        Duration left = Duration.between(now, terms.expiresAt());
        return dueAtEarliest(now.plus(RingPolicy.silence(left, terms.id())), terms.expiresAt());
    }

    TaskDraft dueBy(Instant at) {
        return dueAtEarliest(dueAt, at);
    }

    TaskDraft keep(TaskEvent.Resulted r, int of, Instant now) {
        resultCount++;
        results.add(new StoredResult(resultCount, of, r.statusCode(), r.extId(), r.sha256(), r.body(), now));
        return this;
    }

    /** The result just kept is the one that counts, and so is its attempt if that was not known here. */
    TaskDraft decided(int of) {
        resultId = resultCount;
        attempt = Math.max(attempt, of);
        return this;
    }

    /** The result just kept decides nothing. */
    TaskDraft further() {
        furtherCount++;
        return this;
    }

    TaskDraft ended(TaskState end, Outcome known, Instant now) {
        state = end;
        outcome = known;
        finishedAt = now;
        leaseUntil = null;
        cancelDeadline = null;
        backoffUntil = null;
        failure = end == TaskState.FAILED ? failure : null;
        rings = 0;
        dueAt = null;
        return this;
    }

    Task done() {
        return new Task(
                terms,
                state,
                outcome,
                attempt,
                version,
                pendingAt,
                lockedAt,
                leaseUntil,
                finishedAt,
                progress,
                failure,
                resultId,
                resultCount,
                furtherCount,
                results,
                cancelRequestedAt,
                cancelDeadline,
                backoffUntil,
                rings,
                dueAt,
                revision,
                restoredAt);
    }

    private TaskDraft unlocked() {
        state = TaskState.NEW;
        pendingAt = null;
        lockedAt = null;
        leaseUntil = null;
        rings = 0;
        return this;
    }

    private TaskDraft leased(Instant now) {
        Instant started = lockedAt == null ? now : lockedAt;
        leaseUntil = earliest(now.plus(terms.lease()), started.plus(terms.attemptTimeout()));
        return cancelDeadline == null ? dueAtEarliest(leaseUntil) : cancelSaid(now);
    }

    private TaskDraft ringFirstAt(Instant at) {
        rings = 0;
        return dueAtEarliest(at, terms.expiresAt());
    }

    private Instant opensAt() {
        return terms.opensAt(backoffUntil);
    }

    private TaskDraft dueAtEarliest(@Nullable Instant... moments) {
        dueAt = earliest(moments);
        return this;
    }

    private static Instant earliest(@Nullable Instant... moments) {
        Instant first = Instant.MAX;
        for (Instant m : moments) {
            first = m != null && m.isBefore(first) ? m : first;
        }
        return first;
    }
}
