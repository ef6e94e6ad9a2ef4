package io.asyncrpc.core.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Goes on with traces that the door began; the core begins none. */
@ApplicationScoped
public class Traces {
    private final Tracer tracer;
    private final boolean isOff;

    @Inject
    public Traces(OpenTelemetry telemetry, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean isOff) {
        this.tracer = telemetry.getTracer("io.asyncrpc.core");
        this.isOff = isOff;
    }

    public boolean areOff() {
        return isOff;
    }

    /** What a client asked for, as long as it takes. */
    public <T> Uni<T> asked(String name, @Nullable String header, Function<Step, Uni<T>> work) {
        TraceParent parent = isOff ? null : TraceParent.sampled(header);
        if (parent == null) {
            return work.apply(Step.UNTRACED);
        }
        Step step = new Step(builder(name, parent, SpanKind.SERVER).startSpan());
        return work.apply(step).onItem().invoke(done -> step.end()).onFailure().invoke(step::fail);
    }

    /** A word on its way to the bridge. */
    public Step say(String name, TraceParent parent) {
        return new Step(builder(name, parent, SpanKind.PRODUCER).startSpan());
    }

    /**
     * Something that happened to a task, when all of it is known: its batch knew nothing of single tasks while it lasted.
     *
     * @param kept the trace of the task
     * @param told where the device says that it goes on: the parent if it is of the same trace, else it is only linked, since
     *     the trace of a task is not the device's to choose
     */
    public void happened(
            String name,
            TraceParent kept,
            @Nullable TraceParent told,
            Instant from,
            Instant until,
            Consumer<Step> what) {
        boolean goesOn = told != null && told.traceId().equals(kept.traceId());
        SpanBuilder builder = builder(name, told != null && goesOn ? told : kept, SpanKind.CONSUMER)
                .setStartTimestamp(from);
        if (told != null && !goesOn) {
            builder.addLink(Spans.context(told));
        }
        Span span = builder.startSpan();
        what.accept(new Step(span));
        span.end(until);
    }

    private SpanBuilder builder(String name, TraceParent parent, SpanKind kind) {
        return tracer.spanBuilder(name).setParent(Spans.under(parent)).setSpanKind(kind);
    }
}
