package io.asyncrpc.fleet.chaos.report;

import io.asyncrpc.fleet.chaos.pulse.Norm;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/**
 * What a run found.
 *
 * @param command that does it again
 * @param machine its shape
 * @param limit of a recovery: as long as that is too long
 * @param tasks of prompt devices
 * @param complaints everything that was not as promised, but for recoveries that took too long, which the trials tell
 */
public record Verdict(
        String command,
        LocalDate day,
        String machine,
        Norm norm,
        Duration limit,
        long tasks,
        List<Trial> trials,
        List<String> complaints) {

    public Verdict {
        trials = List.copyOf(trials);
        complaints = List.copyOf(complaints);
    }

    public boolean good() {
        return complaints.isEmpty() && !trials.isEmpty() && trials.stream().allMatch(this::isGood);
    }

    boolean isGood(Trial trial) {
        return trial.recoveredWithin(limit);
    }
}
