package io.asyncrpc.core.task;

import static io.asyncrpc.core.task.TaskState.CANCELED;
import static io.asyncrpc.core.task.TaskState.DONE;
import static io.asyncrpc.core.task.TaskState.EXPIRED;
import static io.asyncrpc.core.task.TaskState.FAILED;
import static io.asyncrpc.core.task.TaskState.LOCKED;
import static io.asyncrpc.core.task.TaskState.NEW;
import static io.asyncrpc.core.task.TaskState.PENDING;

import io.asyncrpc.core.task.Decision.Ignored;
import io.asyncrpc.core.task.Decision.Moved;
import io.asyncrpc.core.task.Decision.Reason;
import io.asyncrpc.core.task.TaskEvent.Acknowledged;
import io.asyncrpc.core.task.TaskEvent.CancelRequested;
import io.asyncrpc.core.task.TaskEvent.Claimed;
import io.asyncrpc.core.task.TaskEvent.DeviceDeleted;
import io.asyncrpc.core.task.TaskEvent.Progressed;
import io.asyncrpc.core.task.TaskEvent.Queued;
import io.asyncrpc.core.task.TaskEvent.Resulted;
import io.asyncrpc.core.task.TaskEvent.RingNow;
import io.asyncrpc.core.task.TaskEvent.TimePassed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of one method on one device, with a deadline. All rules of its life are in {@link #on}; the table they come
 * from is in {@code docs/protocol.md}, "Task states".
 *
 * @param attempt the running or last attempt, 0 before the first claim, at most {@code terms.maxAttempts}
 * @param version moves with everything a client can see, from 1, without gaps
 * @param leaseUntil until when the running attempt may be silent; {@code null} unless LOCKED
 * @param failure how the last attempt failed, also while another try is waited for
 * @param resultId the result that decided the end, {@code null} before or if none did
 * @param resultCount how many results are kept; the next one's id is one more
 * @param furtherCount how many of those decided nothing
 * @param results the kept results that a new one may repeat; bodies left out
 * @param backoffUntil no claim before it, after a retryable failure
 * @param rings doorbells since the last move; 0 = not rung yet
 * @param dueAt when {@link TimePassed} has something to do; {@code null} when final
 * @param revision of the stored row: guards each write, moves with every one
 * @param restoredAt when it came back, open, from a backup: attempts may have been made that are not known here; {@code null}
 *     if it did not
 */
public record Task(
        TaskTerms terms,
        TaskState state,
        @Nullable Outcome outcome,
        int attempt,
        int version,
        @Nullable Instant pendingAt,
        @Nullable Instant lockedAt,
        @Nullable Instant leaseUntil,
        @Nullable Instant finishedAt,
        @Nullable Progress progress,
        @Nullable Failure failure,
        @Nullable Integer resultId,
        int resultCount,
        int furtherCount,
        List<StoredResult> results,
        @Nullable Instant cancelRequestedAt,
        @Nullable Instant cancelDeadline,
        @Nullable Instant backoffUntil,
        int rings,
        @Nullable Instant dueAt,
        int revision,
        @Nullable Instant restoredAt) {

    private static final int MAX_FURTHER_RESULTS = 16;
    private static final int STOPPED_AT_THE_CLIENTS_WISH = 499;
    private static final Duration PROGRESS_VERSION_PAUSE = Duration.ofSeconds(1);

    public Task {
        results = List.copyOf(results);
    }

    /** A task at its beginning that waits behind others of its device, so that it is not rung yet. */
    public static Task queued(TaskTerms terms, Instant now) {
        Task first = submitted(terms, now);
        return first.rings == 0 ? first : first.draft().queued(now).done();
    }

    /** A task at its beginning: rung at once, or when {@code notBefore} comes. */
    public static Task submitted(TaskTerms terms, Instant now) {
        return TaskDraft.submitted(terms, now).done();
    }

    /** Decides what an event does to the task. Pure and total; says nothing to anybody. */
    public Decision on(TaskEvent event, Instant now) {
        return switch (event) {
            case Acknowledged a -> onAcknowledged(now);
            case Claimed c -> onClaimed(now);
            case Progressed p -> onProgressed(p, now);
            case Resulted r -> onResulted(r, now);
            case CancelRequested c -> onCancelRequested(c, now);
            case DeviceDeleted d -> state.isFinal() ? new Ignored(Reason.FINAL) : cancelled(Cause.DEVICE_DELETED, now);
            case TimePassed t -> onTimePassed(now);
            case RingNow r -> onRingNow(r.at(), now);
            case Queued q -> onQueued(now);
        };
    }

    /** Whether the time of the present state is over, so that {@link TimePassed} comes before what a device asks. */
    public boolean isOver(Instant now) {
        return switch (state) {
            case NEW, PENDING -> !now.isBefore(terms.expiresAt());
            case LOCKED -> isPast(leaseUntil, now) || isPast(cancelDeadline, now);
            case DONE, EXPIRED, CANCELED, FAILED -> false;
        };
    }

    /** Whether a claim would start an attempt now. */
    public boolean isClaimable(Instant now) {
        return (state == NEW || state == PENDING) && !isOver(now) && !now.isBefore(opensAt());
    }

    /** Whether it could be claimed and does not ring, since others come before it. */
    public boolean isSilent(Instant now) {
        return isClaimable(now) && rings == 0;
    }

    /** The first moment at which the task may be claimed. */
    public Instant opensAt() {
        return terms.opensAt(backoffUntil);
    }

    /** The id under which this result is kept already; 0 if it is not. */
    public int resultIdOf(Resulted r) {
        return results.stream()
                .filter(stored -> stored.isRepeatedBy(attemptOf(r), r))
                .mapToInt(StoredResult::resultId)
                .findFirst()
                .orElse(0);
    }

    /** The attempt a result speaks of; one that does not say speaks of the last. */
    private int attemptOf(Resulted r) {
        return r.attempt() != null ? r.attempt() : Math.max(attempt, 1);
    }

    /** The last one that a device may have been given; after a restore that is more than is known. */
    private int lastPossibleAttempt() {
        return restoredAt == null ? attempt : terms.maxAttempts();
    }

    /** The same, with the results that a new one may repeat. */
    public Task withResults(List<StoredResult> kept) {
        TaskDraft draft = draft();
        draft.results.addAll(kept);
        return draft.done();
    }

    private Decision onAcknowledged(Instant now) {
        return switch (state) {
            case NEW -> moved(Cause.ACKNOWLEDGED, draft().acknowledged(now));
            case PENDING, LOCKED -> new Ignored(Reason.ALREADY_ACKNOWLEDGED);
            case DONE, EXPIRED, CANCELED, FAILED -> new Ignored(Reason.FINAL);
        };
    }

    private Decision onClaimed(Instant now) {
        if (state.isFinal()) {
            return new Ignored(Reason.FINAL);
        }
        if (isOver(now)) {
            return new Ignored(Reason.TOO_LATE);
        }
        if (state == LOCKED) {
            return new Ignored(cancelRequestedAt == null ? Reason.SERVED_AGAIN : Reason.CANCEL_REQUESTED);
        }
        if (now.isBefore(opensAt())) {
            return new Ignored(Reason.TOO_EARLY);
        }
        return moved(Cause.CLAIMED, draft().locked(now));
    }

    private Decision onProgressed(Progressed p, Instant now) {
        return switch (state) {
            case NEW, PENDING -> new Ignored(Reason.NOT_LOCKED);
            case DONE, EXPIRED, CANCELED, FAILED -> new Ignored(Reason.FINAL);
            case LOCKED -> {
                if (isOver(now)) {
                    yield new Ignored(Reason.TOO_LATE);
                }
                boolean shown = progress == null || isPast(progress.at().plus(PROGRESS_VERSION_PAUSE), now);
                Instant at = progress == null || shown ? now : progress.at();
                TaskDraft next = draft().progressed(new Progress(p.percent(), p.message(), at), now);
                yield shown ? moved(Cause.PROGRESS, next) : new Moved(next.done(), Cause.SAID_AGAIN);
            }
        };
    }

    private Decision onResulted(Resulted r, Instant now) {
        if (r.attempt() != null && (r.attempt() < 1 || r.attempt() > lastPossibleAttempt())) {
            return new Ignored(Reason.UNKNOWN_ATTEMPT);
        }
        if (resultIdOf(r) > 0) {
            return new Ignored(Reason.DUPLICATE_RESULT);
        }
        int of = attemptOf(r);
        if (!state.isFinal() && r.success()) {
            return moved(Cause.RESULT, draft().keep(r, of, now).decided(of).ended(DONE, Outcome.KNOWN, now));
        }
        boolean running = state == LOCKED && of == attempt;
        boolean neverClaimedHere = !state.isFinal() && of > attempt;
        if (running || neverClaimedHere) {
            return failed(r, of, now);
        }
        if (furtherCount >= MAX_FURTHER_RESULTS) {
            return new Ignored(Reason.RESULTS_FULL);
        }
        TaskDraft next = draft().keep(r, of, now).further();
        boolean lostOneAnswered = of == attempt && !state.isFinal();
        next.failure = lostOneAnswered ? Failure.deviceError(r.statusCode()) : failure;
        return moved(Cause.FURTHER_RESULT, next);
    }

    private Decision failed(Resulted r, int of, Instant now) {
        TaskDraft next = draft().keep(r, of, now);
        if (cancelRequestedAt != null && r.statusCode() == STOPPED_AT_THE_CLIENTS_WISH) {
            return moved(Cause.CANCELED, next.decided(of).ended(CANCELED, Outcome.KNOWN, now));
        }
        next.failure = Failure.deviceError(r.statusCode());
        Instant again = now.plus(r.retryAfter() != null ? r.retryAfter() : RingPolicy.retry(of, terms.id()));
        boolean retry = r.retryable()
                && of < terms.maxAttempts()
                && cancelRequestedAt == null
                && again.isBefore(terms.expiresAt());
        return retry
                ? moved(Cause.RETRY_BACKOFF, next.backedOff(of, again))
                : moved(Cause.RESULT, next.decided(of).ended(FAILED, Outcome.KNOWN, now));
    }

    private Decision onCancelRequested(CancelRequested c, Instant now) {
        return switch (state) {
            case DONE, EXPIRED, CANCELED, FAILED -> new Ignored(Reason.FINAL);
            case NEW, PENDING -> cancelled(Cause.CANCELED, now);
            case LOCKED -> {
                if (c.force()) {
                    yield cancelled(Cause.CANCELED, now);
                }
                yield cancelRequestedAt != null
                        ? new Ignored(Reason.CANCEL_REQUESTED)
                        : moved(Cause.CANCEL_REQUESTED, draft().cancelRequested(now, c.deadline()));
            }
        };
    }

    private Decision onTimePassed(Instant now) {
        return switch (state) {
            case DONE, EXPIRED, CANCELED, FAILED -> new Ignored(Reason.FINAL);
            case NEW, PENDING -> {
                if (isOver(now)) {
                    yield expired(now);
                }
                yield isPast(dueAt, now)
                        ? new Moved(draft().rung(now).done(), Cause.SAID_AGAIN)
                        : new Ignored(Reason.NOT_DUE);
            }
            case LOCKED -> {
                if (isOver(now)) {
                    yield cancelRequestedAt != null ? cancelled(Cause.CANCELED, now) : leaseEnded(now);
                }
                yield cancelRequestedAt != null && isPast(dueAt, now)
                        ? new Moved(draft().cancelSaid(now).done(), Cause.SAID_AGAIN)
                        : new Ignored(Reason.NOT_DUE);
            }
        };
    }

    private Decision onRingNow(Instant at, Instant now) {
        return switch (state) {
            case DONE, EXPIRED, CANCELED, FAILED -> new Ignored(Reason.FINAL);
            case NEW, PENDING -> {
                if (isOver(now)) {
                    yield new Ignored(Reason.TOO_LATE);
                }
                if (now.isBefore(opensAt())) {
                    yield new Ignored(Reason.TOO_EARLY);
                }
                yield saidOrDue(at, now, draft().rungAnew(now));
            }
            case LOCKED -> {
                if (cancelRequestedAt == null) {
                    yield new Ignored(Reason.NOT_DUE);
                }
                yield isOver(now) ? new Ignored(Reason.TOO_LATE) : saidOrDue(at, now, draft().cancelSaid(now));
            }
        };
    }

    /** At once, or at that moment, if nothing is said before it anyway. */
    private Decision saidOrDue(Instant at, Instant now, TaskDraft said) {
        if (!now.isBefore(at)) {
            return new Moved(said.done(), Cause.SAID_AGAIN);
        }
        return isPast(dueAt, at)
                ? new Ignored(Reason.NOT_DUE)
                : new Moved(draft().dueBy(at).done(), Cause.SAID_AGAIN);
    }

    private Decision onQueued(Instant now) {
        return switch (state) {
            case DONE, EXPIRED, CANCELED, FAILED -> new Ignored(Reason.FINAL);
            case LOCKED -> new Ignored(Reason.NOT_DUE);
            case NEW, PENDING -> {
                if (isOver(now)) {
                    yield new Ignored(Reason.TOO_LATE);
                }
                yield now.isBefore(opensAt())
                        ? new Ignored(Reason.TOO_EARLY)
                        : new Moved(draft().queued(now).done(), Cause.SAID_AGAIN);
            }
        };
    }

    private Decision leaseEnded(Instant now) {
        TaskDraft next = draft();
        next.failure = Failure.leaseExpired(attempt);
        boolean again = attempt < terms.maxAttempts() && now.isBefore(terms.expiresAt());
        return moved(Cause.LEASE_EXPIRED, again ? next.reopened(now) : next.ended(FAILED, Outcome.UNKNOWN, now));
    }

    private Decision expired(Instant now) {
        return attempt == 0
                ? moved(Cause.EXPIRED, draft().ended(EXPIRED, outcomeSoFar(), now))
                : moved(Cause.EXPIRED, draft().ended(FAILED, outcomeSoFar(), now));
    }

    private Decision cancelled(Cause cause, Instant now) {
        return moved(cause, draft().ended(CANCELED, outcomeSoFar(), now));
    }

    /** Unknown while an attempt is out, when the last one never answered, or when there may have been others. */
    private Outcome outcomeSoFar() {
        boolean lost = failure != null && failure.code() == Failure.Code.LEASE_EXPIRED;
        return state == LOCKED || lost || restoredAt != null ? Outcome.UNKNOWN : Outcome.KNOWN;
    }

    private TaskDraft draft() {
        return new TaskDraft(this);
    }

    private static Moved moved(Cause cause, TaskDraft next) {
        next.version++;
        return new Moved(next.done(), cause);
    }

    private static boolean isPast(@Nullable Instant at, Instant now) {
        return at != null && !now.isBefore(at);
    }
}
