package io.asyncrpc.gateway.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.vertx.core.MultiMap;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Begins traces, or goes on with those that callers come with. */
@Singleton
public class Traces {
    private final Tracer tracer;
    private final boolean isOff;

    @Inject
    Traces(OpenTelemetry telemetry, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean isOff) {
        this.tracer = telemetry.getTracer("io.asyncrpc.gateway");
        this.isOff = isOff;
    }

    /**
     * A request that came in. Its headers are what the services behind the door will see: from now on they tell of
     * this step, or of no trace at all. Who comes with a trace that nobody records has decided so.
     */
    public Step enter(String method, String route, MultiMap headers) {
        if (isOff) {
            return Step.UNTRACED;
        }
        TraceParent parent = parent(headers.getAll(TraceParent.NAME));
        Step step = parent == null || parent.isSampled() ? begin(method, route, parent) : Step.UNTRACED;
        TraceParent trace = step.trace();
        headers.remove(TraceParent.NAME).remove("tracestate");
        if (trace != null) {
            headers.set(TraceParent.NAME, trace.toString());
        }
        return step;
    }

    private Step begin(String method, String route, @Nullable TraceParent parent) {
        SpanBuilder builder = tracer.spanBuilder(method + " " + route)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("http.request.method", method)
                .setAttribute("http.route", route);
        Span span = (parent == null ? builder.setNoParent() : builder.setParent(Spans.under(parent))).startSpan();
        return span.isRecording() ? new Step(span) : Step.UNTRACED;
    }

    private static @Nullable TraceParent parent(List<String> sent) {
        return sent.size() == 1 ? TraceParent.parse(sent.getFirst()) : null;
    }
}
