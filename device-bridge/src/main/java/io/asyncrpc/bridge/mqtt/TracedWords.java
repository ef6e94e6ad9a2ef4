package io.asyncrpc.bridge.mqtt;

import io.asyncrpc.bridge.dispatch.Dispatch;
import io.asyncrpc.bridge.trace.Step;
import io.asyncrpc.bridge.trace.TraceParent;
import io.asyncrpc.bridge.trace.Traces;
import java.util.ArrayList;
import java.util.List;

/** Those of the words on their way to devices that are part of a trace. The device is told where the trace goes on. */
final class TracedWords {
    private final Traces traces;
    private final List<Step> steps = new ArrayList<>(0);

    TracedWords(Traces traces) {
        this.traces = traces;
    }

    /** The word as it is to be said. */
    Word begin(Dispatch item, Word word) {
        TraceParent trace = item.trace();
        if (trace == null) {
            return word;
        }
        Step step = traces.say(word.suffix(), trace).about(word.correlation(), word.deviceId());
        steps.add(step);
        TraceParent next = step.trace();
        return word.with(TraceParent.NAME, (next == null ? trace : next).toString());
    }

    void end() {
        steps.forEach(Step::end);
    }

    void fail(Exception failure) {
        steps.forEach(step -> step.fail(failure));
    }
}
