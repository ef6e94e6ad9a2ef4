package io.asyncrpc.fleet.check;

import static io.asyncrpc.fleet.check.Rule.ONE_ATTEMPT;
import static io.asyncrpc.fleet.check.Rule.RESULTS_ONCE;
import static io.asyncrpc.fleet.check.Rule.TRUE_ENDS;
import static io.asyncrpc.fleet.check.Rule.VERSIONS;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a task's history leads; its row must say the same.
 *
 * @param kept how many results its moves stored
 * @param further how many of those decided nothing
 * @param failure how the last attempt failed, also while another is waited for
 * @param decisive the result that ended it
 */
record Ending(
        @Nullable String state,
        int version,
        int attempt,
        int kept,
        int further,
        @Nullable String outcome,
        @Nullable String failure,
        @Nullable Integer failureStatus,
        @Nullable Integer decisive) {

    void compareWith(StoredTask row, Findings findings) {
        if (row.version() != version || !Objects.equals(row.state(), state)) {
            boolean ends = row.version() == version && (row.isFinal() || StoredTask.isFinal(state));
            differs(findings, ends ? TRUE_ENDS : VERSIONS, row);
        } else if (row.attempt() != attempt || row.leased() != row.state().equals("LOCKED")) {
            differs(findings, ONE_ATTEMPT, row);
        } else if (row.results().size() != kept || row.resultCount() != kept || row.furtherCount() != further) {
            differs(findings, RESULTS_ONCE, row);
        } else if (!endsAlike(row)) {
            differs(findings, TRUE_ENDS, row);
        }
    }

    /** Only a failure, or what may become one, is told. */
    private boolean endsAlike(StoredTask row) {
        boolean ended = StoredTask.isFinal(state);
        boolean tells = "FAILED".equals(state) || !ended;
        return Objects.equals(row.outcome(), ended ? outcome : null)
                && row.finished() == ended
                && Objects.equals(row.failureCode(), tells ? failure : null)
                && Objects.equals(row.failureStatus(), tells ? failureStatus : null)
                && Objects.equals(row.resultId(), decisive);
    }

    private void differs(Findings findings, Rule rule, StoredTask row) {
        Ending told = new Ending(
                row.state(),
                row.version(),
                row.attempt(),
                row.resultCount(),
                row.furtherCount(),
                row.outcome(),
                row.failureCode(),
                row.failureStatus(),
                row.resultId());
        findings.violation(
                rule,
                "task %s: its history leads to %s, its row tells of %s, %s lease, stored %s"
                        .formatted(row.id(), this, told, row.leased() ? "a" : "no", row.results()));
    }
}
