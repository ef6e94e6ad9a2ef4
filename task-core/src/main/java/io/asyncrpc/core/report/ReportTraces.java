package io.asyncrpc.core.report;

import io.asyncrpc.core.task.Decision;
import io.asyncrpc.core.trace.Step;
import io.asyncrpc.core.trace.TraceParent;
import io.asyncrpc.core.trace.Traces;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/** Tells the trace of a task what its device said, once that is stored. */
@ApplicationScoped
class ReportTraces {
    private final Traces traces;
    private final InstantSource clock;

    ReportTraces(Traces traces, InstantSource clock) {
        this.traces = traces;
        this.clock = clock;
    }

    /** @param taken when its batch was taken in hand */
    void stored(ReportFold fold, ReportFold.Folded folded, Instant taken) {
        if (traces.areOff()) {
            return;
        }
        TraceParent kept = fold.trace(folded);
        if (kept != null) {
            Report.Said report = folded.report();
            traces.happened(
                    name(report), kept, report.trace(), taken, clock.instant(), step -> describe(step, fold, folded));
        }
    }

    private static String name(Report.Said report) {
        return switch (report) {
            case Report.Acknowledged a -> "acknowledged";
            case Report.Claim c -> "claim";
            case Report.Progress p -> "progress";
            case Report.Result r -> "result";
        };
    }

    private static void describe(Step step, ReportFold fold, ReportFold.Folded folded) {
        step.about(Objects.requireNonNull(folded.task()), folded.report().deviceId())
                .with("batch", fold.folded().size());
        switch (folded.decision()) {
            case Decision.Moved m ->
                step.with("state", m.task().state().name())
                        .with("attempt", m.task().attempt());
            case Decision.Ignored i -> step.with("ignored", i.reason().name());
        }
    }
}
