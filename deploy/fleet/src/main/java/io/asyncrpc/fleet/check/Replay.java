package io.asyncrpc.fleet.check;

import static io.asyncrpc.fleet.check.Rule.FINAL_STAYS;
import static io.asyncrpc.fleet.check.Rule.ONE_ATTEMPT;
import static io.asyncrpc.fleet.check.Rule.RESULTS_ONCE;
import static io.asyncrpc.fleet.check.Rule.RUN_AGAIN;
import static io.asyncrpc.fleet.check.Rule.TRUE_ENDS;
import static io.asyncrpc.fleet.check.Rule.VERSIONS;

import io.asyncrpc.fleet.check.StoredTask.Move;
import io.asyncrpc.fleet.check.StoredTask.Result;
import io.asyncrpc.fleet.check.StoredTask.Terms;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a task's history once more by the rules of docs/task-states.md, up to its
 * {@link Ending}. The
 * order is that of the versions, each of which was written once; clocks may step.
 */
final class Replay {
    private static final Set<Integer> RETRYABLE = Set.of(408, 425, 429, 503);
    private static final String LEASE_EXPIRED = "LEASE_EXPIRED";

    private final StoredTask task;
    private final Findings findings;
    private @Nullable String state;
    private int version;
    private int attempt;
    private int kept;
    private int further;
    private @Nullable String outcome;
    private @Nullable String failure;
    private @Nullable Integer failureStatus;
    private @Nullable Integer decisive;
    private long claimedAt;
    private long heardAt;

    Replay(StoredTask task, Findings findings) {
        this.task = task;
        this.findings = findings;
    }

    /** Up to the first move that cannot be: what follows from it would be named over and over. */
    void run() {
        for (Move move : task.moves()) {
            if (!follows(move)) {
                return;
            }
            take(move);
            state = move.to();
            version = move.version();
            attempt = move.attempt();
        }
        new Ending(state, version, attempt, kept, further, outcome, failure, failureStatus, decisive)
                .compareWith(task, findings);
    }

    private boolean follows(Move move) {
        if (move.version() != version + 1) {
            return broken(VERSIONS, "after version %d comes %s".formatted(version, move));
        }
        if (StoredTask.isFinal(state) && !move.cause().equals("FURTHER_RESULT")) {
            return broken(FINAL_STAYS, "it was %s, and then came %s".formatted(state, move));
        }
        if (move.cause().equals("CLAIMED") && ("LOCKED".equals(state) || move.attempt() != attempt + 1)) {
            return broken(ONE_ATTEMPT, "it was %s with attempt %d, and then came %s".formatted(state, attempt, move));
        }
        if (!Objects.equals(move.from(), state) || !Arrows.allow(move)) {
            return broken(VERSIONS, "it was %s, and then came %s, which is no move".formatted(state, move));
        }
        return move.attempt() == attempt
                || startsAttempt(move)
                || broken(VERSIONS, "the attempt was %d, and then came %s".formatted(attempt, move));
    }

    /** By a claim, or by a result of a device that never claimed. */
    private boolean startsAttempt(Move move) {
        return move.cause().equals("CLAIMED")
                || (attempt == 0
                        && move.attempt() == 1
                        && (move.cause().equals("RESULT") || move.cause().equals("RETRY_BACKOFF")));
    }

    private void take(Move move) {
        switch (move.cause()) {
            case "CLAIMED" -> claimed(move);
            case "PROGRESS" -> heardAt = move.at();
            case "RESULT" -> resulted(move);
            case "RETRY_BACKOFF" -> backedOff(move);
            case "FURTHER_RESULT" -> furtherResult(move);
            case LEASE_EXPIRED -> leaseExpired(move);
            case "EXPIRED" -> expired(move);
            case "CANCELED", "DEVICE_DELETED" -> cancelled(move);
            default -> {}
        }
    }

    private void claimed(Move move) {
        claimedAt = move.at();
        heardAt = move.at();
        Terms terms = task.terms();
        if (move.attempt() > terms.maxAttempts() || move.at() >= terms.expiresAt() || move.at() < terms.opensAt()) {
            broken(RUN_AGAIN, "%s is outside its terms (%s)".formatted(move, terms));
        }
    }

    private void resulted(Move move) {
        Result result = nextResult(move);
        decisive = kept;
        outcome = "KNOWN";
        if (result == null) {
            return;
        }
        boolean done = move.to().equals("DONE");
        boolean running = result.attempt() == move.attempt() && ("LOCKED".equals(state) || attempt == 0);
        if (done != result.success() || (!done && !running)) {
            broken(TRUE_ENDS, "%s by %s".formatted(move, result));
        }
        failure = done ? null : "DEVICE_ERROR";
        failureStatus = done ? null : result.status();
    }

    private void backedOff(Move move) {
        Result result = nextResult(move);
        if (result != null
                && (!RETRYABLE.contains(result.status())
                        || move.attempt() >= task.terms().maxAttempts())) {
            broken(
                    RUN_AGAIN,
                    "%s by %s of at most %d attempts"
                            .formatted(move, result, task.terms().maxAttempts()));
        }
        failure = "DEVICE_ERROR";
        failureStatus = result == null ? null : result.status();
    }

    private void furtherResult(Move move) {
        Result result = nextResult(move);
        further++;
        if (result == null || StoredTask.isFinal(state)) {
            return;
        }
        if (result.success()) {
            broken(TRUE_ENDS, "%s left an open task open".formatted(result));
        } else if (result.attempt() == attempt) {
            failure = "DEVICE_ERROR";
            failureStatus = result.status();
        }
    }

    private void leaseExpired(Move move) {
        Terms terms = task.terms();
        long end = Math.min(heardAt + terms.lease(), claimedAt + terms.attemptTimeout());
        if (move.at() < end) {
            broken(RUN_AGAIN, "%s came %d us before the lease ended".formatted(move, end - move.at()));
        }
        boolean again = attempt < terms.maxAttempts() && move.at() < terms.expiresAt();
        if (again == move.to().equals("FAILED")) {
            broken(TRUE_ENDS, "%s of at most %d attempts".formatted(move, terms.maxAttempts()));
        }
        failure = LEASE_EXPIRED;
        failureStatus = null;
        outcome = move.to().equals("FAILED") ? "UNKNOWN" : null;
    }

    private void expired(Move move) {
        if (move.at() < task.terms().expiresAt() || (attempt == 0) != move.to().equals("EXPIRED")) {
            broken(TRUE_ENDS, "%s of %s".formatted(move, task.terms()));
        }
        outcome = LEASE_EXPIRED.equals(failure) ? "UNKNOWN" : "KNOWN";
    }

    /** With the device's consent it carries a result, as only the row tells. */
    private void cancelled(Move move) {
        boolean consented = move.cause().equals("CANCELED") && task.resultId() != null && "LOCKED".equals(state);
        Result result = consented ? nextResult(move) : null;
        if (result != null && result.status() != 499) {
            broken(TRUE_ENDS, "%s by %s".formatted(move, result));
        }
        decisive = consented ? Integer.valueOf(kept) : null;
        boolean unknown = !consented && ("LOCKED".equals(state) || LEASE_EXPIRED.equals(failure));
        outcome = unknown ? "UNKNOWN" : "KNOWN";
    }

    private @Nullable Result nextResult(Move move) {
        kept++;
        Result result = task.result(kept);
        if (result == null) {
            broken(RESULTS_ONCE, "%s stored result %d, which is not there".formatted(move, kept));
        }
        return result;
    }

    private boolean broken(Rule rule, String what) {
        findings.violation(rule, "task %s: %s".formatted(task.id(), what));
        return false;
    }
}
