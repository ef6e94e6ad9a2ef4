package io.asyncrpc.bridge.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Goes on with traces that the core began; the bridge begins none. */
@ApplicationScoped
public class Traces {
    private final Tracer tracer;
    private final boolean isOff;

    @Inject
    public Traces(OpenTelemetry telemetry, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean isOff) {
        this.tracer = telemetry.getTracer("io.asyncrpc.bridge");
        this.isOff = isOff;
    }

    /** A word on its way to a device. */
    public Step say(String name, @Nullable TraceParent parent) {
        return isOff || parent == null
                ? Step.UNTRACED
                : new Step(tracer.spanBuilder(name)
                        .setParent(Spans.under(parent))
                        .setSpanKind(SpanKind.PRODUCER)
                        .startSpan());
    }
}
