package io.asyncrpc.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracesTest {
    private static final TraceParent KEPT =
            new TraceParent("0af7651916cd43dd8448eb211c80319c", "00f067aa0ba902b7", true);
    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

    private final Recorded recorded = new Recorded();
    private final Traces traces = recorded.traces();

    @Test
    void whatIsAskedForIsRecordedUntilItIsDone() {
        // When
        String trace = traces.asked(
                        "submit", KEPT.toString(), step -> Uni.createFrom().item(String.valueOf(step.trace())))
                .await()
                .indefinitely();

        // Then
        assertThat(recorded.spans()).singleElement().satisfies(span -> {
            assertThat(span.getTraceId()).isEqualTo(KEPT.traceId());
            assertThat(span.getParentSpanId()).isEqualTo(KEPT.spanId());
            assertThat(trace).isEqualTo("00-" + KEPT.traceId() + "-" + span.getSpanId() + "-01");
        });
    }

    @Test
    void ofAFailureOnlyTheKindIsRecorded() {
        // When
        traces.asked("submit", KEPT.toString(), step -> Uni.createFrom().failure(new IllegalStateException("a secret")))
                .onFailure()
                .recoverWithNull()
                .await()
                .indefinitely();

        // Then
        SpanData span = recorded.spans().getFirst();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.toString()).contains("IllegalStateException").doesNotContain("a secret");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "nonsense", "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-00"})
    void withoutATraceThatSomebodyRecordsThereIsNone(@Nullable String header) {
        // When
        boolean isTraced = traces.asked(
                        "submit", header, step -> Uni.createFrom().item(step.isTraced()))
                .await()
                .indefinitely();

        // Then
        assertThat(isTraced).isFalse();
        assertThat(recorded.spans()).isEmpty();
    }

    @Test
    void whenTheyAreOffNothingIsKept() {
        // Given
        Traces off = new Traces(OpenTelemetry.noop(), true);

        // When
        boolean isKept = off.asked(
                        "submit", KEPT.toString(), step -> Uni.createFrom().item(step.trace() != null))
                .await()
                .indefinitely();

        // Then
        assertThat(isKept).isFalse();
        assertThat(off.areOff()).isTrue();
    }

    @Test
    void aDeviceGoesOnWithTheTraceOfItsTask() {
        // Given
        TraceParent told = new TraceParent(KEPT.traceId(), "1111111111111111", true);

        // When
        traces.happened("result", KEPT, told, TEN, TEN.plusMillis(3), step -> step.about("t", "pump-7"));

        // Then
        assertThat(recorded.spans()).singleElement().satisfies(span -> {
            assertThat(span.getParentSpanId()).isEqualTo(told.spanId());
            assertThat(span.getLinks()).isEmpty();
            assertThat(span.getEndEpochNanos() - span.getStartEpochNanos()).isEqualTo(3_000_000);
        });
    }

    @Test
    void anotherTraceThatADeviceNamesIsLinkedAlone() {
        // Given
        TraceParent told = new TraceParent("f".repeat(32), "1111111111111111", true);

        // When
        traces.happened("result", KEPT, told, TEN, TEN, step -> {});

        // Then
        assertThat(recorded.spans()).singleElement().satisfies(span -> {
            assertThat(span.getTraceId()).isEqualTo(KEPT.traceId());
            assertThat(span.getParentSpanId()).isEqualTo(KEPT.spanId());
            assertThat(span.getLinks())
                    .extracting(link -> link.getSpanContext().getTraceId())
                    .containsExactly(told.traceId());
        });
    }
}
