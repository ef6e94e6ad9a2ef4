package io.asyncrpc.gateway.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/** A part of a trace that has begun, or nothing at all: whoever does the work need not know whether anybody records it. */
public final class Step {
    public static final Step UNTRACED = new Step(Span.getInvalid());

    static final AttributeKey<String> TASK = AttributeKey.stringKey("taskId");
    static final AttributeKey<String> DEVICE = AttributeKey.stringKey("deviceId");

    private final Span span;

    Step(Span span) {
        this.span = span;
    }

    public boolean isTraced() {
        return span.isRecording();
    }

    /** Where what follows from it goes on; {@code null} if it is not traced. */
    public @Nullable TraceParent trace() {
        SpanContext context = span.getSpanContext();
        return span.isRecording() ? new TraceParent(context.getTraceId(), context.getSpanId(), true) : null;
    }

    public Step about(Object taskId, String deviceId) {
        span.setAttribute(TASK, taskId.toString()).setAttribute(DEVICE, deviceId);
        return this;
    }

    public Step with(String name, String value) {
        span.setAttribute(name, value);
        return this;
    }

    public Step with(String name, long value) {
        span.setAttribute(name, value);
        return this;
    }

    /** Has to do with that trace too, which is another one. */
    public void link(@Nullable TraceParent other) {
        if (other != null) {
            span.addLink(Spans.context(other));
        }
    }

    public void end() {
        span.end();
    }

    /** Of a failure its kind is told, and not what it says: that may be anything. */
    public void fail(Throwable failure) {
        span.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName());
        span.end();
    }
}
