package io.asyncrpc.core.dispatch;

import io.asyncrpc.core.trace.Step;
import io.asyncrpc.core.trace.TraceParent;
import io.asyncrpc.core.trace.Traces;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Those of the words on their way to the broker that are part of a trace: a step of each, although they travel together. */
final class TracedWords {
    static final TracedWords NONE = new TracedWords(Map.of());

    private final Map<Dispatch, Step> steps;

    private TracedWords(Map<Dispatch, Step> steps) {
        this.steps = steps;
    }

    static TracedWords begin(List<? extends Dispatch> words, Traces traces) {
        if (traces.areOff()) {
            return NONE;
        }
        Map<Dispatch, Step> steps = new IdentityHashMap<>();
        for (Dispatch word : words) {
            if (word.trace() instanceof TraceParent trace) {
                steps.put(word, begin(word, trace, traces).with("batch", words.size()));
            }
        }
        return steps.isEmpty() ? NONE : new TracedWords(steps);
    }

    private static Step begin(Dispatch word, TraceParent trace, Traces traces) {
        return switch (word) {
            case Dispatch.Doorbell d ->
                traces.say("doorbell", trace).about(d.terms().id(), d.deviceId());
            case Dispatch.Handout h ->
                traces.say("task", trace).about(h.terms().id(), h.deviceId()).with("attempt", h.attempt());
            case Dispatch.Committed c -> traces.say("committed", trace).about(c.taskId(), c.deviceId());
            case Dispatch.Cancel c -> traces.say("cancel", trace).about(c.taskId(), c.deviceId());
            case Dispatch.Nothing n -> Step.UNTRACED;
            case Dispatch.EventStored e -> Step.UNTRACED;
            case Dispatch.Refused r -> Step.UNTRACED;
        };
    }

    /** Where the trace of that word goes on. */
    @Nullable TraceParent trace(Dispatch word) {
        return steps.getOrDefault(word, Step.UNTRACED).trace();
    }

    void end() {
        steps.values().forEach(Step::end);
    }

    void fail(Throwable failure) {
        steps.values().forEach(step -> step.fail(failure));
    }
}
