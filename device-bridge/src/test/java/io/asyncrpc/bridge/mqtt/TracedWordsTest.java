package io.asyncrpc.bridge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.bridge.dispatch.Dispatch;
import io.asyncrpc.bridge.trace.TraceParent;
import io.asyncrpc.bridge.trace.Traces;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TracedWordsTest {
    private static final UUID TASK = UUID.fromString("01957e5a-7c00-7000-8000-000000000001");
    private static final TraceParent TRACE =
            new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);
    private static final Dispatch TRACED = new Dispatch.Committed("pump-7", TASK, "17", 1, TRACE);
    private static final Dispatch UNTRACED = new Dispatch.Committed("pump-7", TASK, "17", 1);

    private final TracedWords on = new TracedWords(new Traces(
            OpenTelemetrySdk.builder()
                    .setTracerProvider(SdkTracerProvider.builder().build())
                    .build(),
            false));
    private final TracedWords off = new TracedWords(new Traces(OpenTelemetry.noop(), true));

    @Test
    void theDeviceIsToldWhereTheTraceGoesOn() {
        // When
        Word said = on.begin(TRACED, word(TRACED));

        // Then
        assertThat(said.properties().get("traceparent"))
                .startsWith("00-" + TRACE.traceId() + "-")
                .endsWith("-01")
                .isNotEqualTo(TRACE.toString());
        assertThat(said.properties()).containsAllEntriesOf(word(TRACED).properties());
    }

    @Test
    void whatIsNotTracedIsSaidAsItIs() {
        // Given
        Word word = word(UNTRACED);

        // Then
        assertThat(on.begin(UNTRACED, word)).isSameAs(word);
    }

    @Test
    void aBridgeThatDoesNotTracePassesOnWhatItWasTold() {
        // When
        Word said = off.begin(TRACED, word(TRACED));

        // Then
        assertThat(said.properties()).containsEntry("traceparent", TRACE.toString());
    }

    private static Word word(Dispatch dispatch) {
        return new WordWriter().write(dispatch, Instant.EPOCH).orElseThrow();
    }
}
