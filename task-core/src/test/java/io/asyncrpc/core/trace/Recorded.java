package io.asyncrpc.core.trace;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Traces as OpenTelemetry's own code makes them, kept here; spans are counted from a known one. */
public final class Recorded implements SpanExporter {
    private static final long BEFORE_THE_FIRST = 0xb7ad6b7169203330L;

    private final List<SpanData> spans = new CopyOnWriteArrayList<>();

    public Traces traces() {
        AtomicLong last = new AtomicLong(BEFORE_THE_FIRST);
        IdGenerator counting = new IdGenerator() {
            @Override
            public String generateSpanId() {
                return Long.toHexString(last.incrementAndGet());
            }

            @Override
            public String generateTraceId() {
                return "f".repeat(32);
            }
        };
        return new Traces(
                OpenTelemetrySdk.builder()
                        .setTracerProvider(SdkTracerProvider.builder()
                                .setIdGenerator(counting)
                                .addSpanProcessor(SimpleSpanProcessor.create(this))
                                .build())
                        .build(),
                false);
    }

    public List<SpanData> spans() {
        return spans;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> ended) {
        spans.addAll(ended);
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}
