package io.asyncrpc.gateway.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracesTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLED = "00-" + TRACE + "-b7ad6b7169203331-01";

    private final MultiMap headers = HttpHeaders.headers().set("tracestate", "vendor=1");

    @Test
    void aCallersTraceGoesOn() {
        // Given
        headers.set("traceparent", CALLED);

        // When
        Step step = recording(1.0).enter("POST", "tasks", headers);

        // Then
        assertThat(step.isTraced()).isTrue();
        assertThat(headers.get("traceparent"))
                .startsWith("00-" + TRACE + "-")
                .endsWith("-01")
                .isNotEqualTo(CALLED);
    }

    @Test
    void withoutOneATraceBegins() {
        // When
        Step step = recording(1.0).enter("POST", "tasks", headers);

        // Then
        assertThat(step.isTraced()).isTrue();
        assertThat(TraceParent.sampled(headers.get("traceparent"))).isEqualTo(step.trace());
    }

    @Test
    void notMoreBeginThanAreWanted() {
        // When
        Step step = recording(0.0).enter("POST", "tasks", headers);

        // Then
        assertThat(step.isTraced()).isFalse();
        assertThat(headers.names()).isEmpty();
    }

    @Test
    void whoRecordsItsOwnIsHeededHoweverFewBeginHere() {
        // Given
        headers.set("traceparent", CALLED);

        // Then
        assertThat(recording(0.0).enter("POST", "tasks", headers).isTraced()).isTrue();
    }

    @Test
    void whatNobodyRecordsIsNotRecordedHereEither() {
        // Given
        headers.set("traceparent", CALLED.replaceFirst("1$", "0"));

        // When
        Step step = recording(1.0).enter("POST", "tasks", headers);

        // Then
        assertThat(step.isTraced()).isFalse();
        assertThat(headers.names()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "00-00000000000000000000000000000000-b7ad6b7169203331-01"})
    void whatIsNoneNeverReachesAService(String hostile) {
        // Given
        headers.set("traceparent", hostile);

        // When
        recording(1.0).enter("POST", "tasks", headers);

        // Then
        assertThat(TraceParent.parse(headers.get("traceparent"))).isNotNull();
        assertThat(headers.contains("tracestate")).isFalse();
    }

    @Test
    void ofTwoNoneCounts() {
        // Given
        headers.add("traceparent", CALLED).add("traceparent", CALLED);

        // When
        recording(1.0).enter("POST", "tasks", headers);

        // Then
        assertThat(headers.getAll("traceparent"))
                .singleElement()
                .satisfies(sent -> assertThat(sent).doesNotContain(TRACE));
    }

    @Test
    void whenTheyAreOffNothingIsTouched() {
        // Given
        headers.set("traceparent", CALLED);

        // When
        Step step = new Traces(OpenTelemetry.noop(), true).enter("POST", "tasks", headers);

        // Then
        assertThat(step).isSameAs(Step.UNTRACED);
        assertThat(headers.get("traceparent")).isEqualTo(CALLED);
    }

    private static Traces recording(double part) {
        return new Traces(
                OpenTelemetrySdk.builder()
                        .setTracerProvider(SdkTracerProvider.builder()
                                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(part)))
                                .build())
                        .build(),
                false);
    }
}
