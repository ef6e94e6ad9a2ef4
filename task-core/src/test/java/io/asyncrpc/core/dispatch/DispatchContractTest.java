package io.asyncrpc.core.dispatch;

import static io.asyncrpc.core.Contracts.golden;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.asyncrpc.core.task.TaskState;
import io.asyncrpc.core.task.TaskTerms;
import io.asyncrpc.core.trace.Recorded;
import io.asyncrpc.core.trace.TraceParent;
import io.asyncrpc.core.trace.Traces;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The core writes what it promised to the bridge ({@code docs/contracts/dispatch.v1.json}). */
class DispatchContractTest {
    private static final UUID FIRST = UUID.fromString("01957e5a-7c00-7000-8000-000000000001");
    private static final UUID EVENT = UUID.fromString("01957e5a-7c00-7000-8000-000000000009");
    private static final UUID THIRD = UUID.fromString("01957e5a-7c00-7000-8000-000000000003");

    @Test
    void goldenExampleIsWritten() throws IOException {
        // Given
        List<Dispatch> words = List.of(
                new Dispatch.Doorbell(terms("17", 5, "order-1"), Instant.parse("2026-03-01T10:00:05Z")),
                new Dispatch.Handout(
                        terms("open-valve", 0, null),
                        TaskState.PENDING,
                        Instant.parse("2026-03-01T10:00:00.100Z"),
                        Instant.parse("2026-03-01T10:00:00.200Z"),
                        1,
                        Instant.parse("2026-03-01T10:05:00.200Z"),
                        "{\"percent\": 1.50}".getBytes(UTF_8)),
                new Dispatch.Nothing(
                        "pump-8", null, Dispatch.Nothing.Reason.NOTHING, Instant.parse("2026-03-01T10:00:00.300Z")),
                new Dispatch.Committed("pump-7", FIRST, "17", 1),
                new Dispatch.Cancel("pump-7", FIRST, Instant.parse("2026-03-01T10:01:00Z"), false),
                new Dispatch.Refused("pump-9", THIRD, 404, "not-found", "no such task for this device"),
                new Dispatch.EventStored("pump-7", EVENT, "12", true),
                new Dispatch.EventStored("pump-8", null, "0", false));

        // When
        byte[] written = DispatchJson.write(words);

        // Then
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(written)).isEqualTo(json.readTree(golden("dispatch.v1.json")));
    }

    @Test
    void tracedWordsSayWhereTheirTraceGoesOn() throws IOException {
        // Given
        TraceParent kept = new TraceParent("0af7651916cd43dd8448eb211c80319c", "00f067aa0ba902b7", true);
        TaskTerms terms = terms("17", 5, "order-1").within(kept);
        List<Dispatch> words = List.of(
                new Dispatch.Doorbell(terms, Instant.parse("2026-03-01T10:00:05Z")),
                new Dispatch.Handout(
                        terms,
                        TaskState.NEW,
                        null,
                        Instant.parse("2026-03-01T10:00:00.200Z"),
                        1,
                        Instant.parse("2026-03-01T10:05:00.200Z"),
                        null),
                new Dispatch.Committed("pump-7", FIRST, "17", 1, kept),
                new Dispatch.Cancel("pump-7", FIRST, Instant.parse("2026-03-01T10:01:00Z"), false, kept));

        // When
        byte[] written = DispatchJson.write(words, TracedWords.begin(words, new Recorded().traces()));

        // Then
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(written)).isEqualTo(json.readTree(golden("dispatch-traced.v1.json")));
    }

    @Test
    void wordsAreNotTracedWhenTracesAreOff() {
        // Given
        TraceParent kept = new TraceParent("0af7651916cd43dd8448eb211c80319c", "00f067aa0ba902b7", true);
        List<Dispatch> words = List.of(new Dispatch.Committed("pump-7", FIRST, "17", 1, kept));

        // When
        TracedWords traced = TracedWords.begin(words, new Traces(OpenTelemetry.noop(), true));

        // Then
        assertThat(traced).isSameAs(TracedWords.NONE);
    }

    @Test
    void cancelSaysWhenItIsAnAnswer() throws Exception {
        // When
        byte[] written = DispatchJson.write(
                List.of(new Dispatch.Cancel("pump-7", FIRST, Instant.parse("2026-03-01T10:01:00Z"), true)));

        // Then
        assertThat(new ObjectMapper().readTree(written).at("/items/0/asked").isBoolean())
                .isTrue();
    }

    private static TaskTerms terms(String method, int priority, @Nullable String externalId) {
        return new TaskTerms(
                FIRST,
                "acme",
                "pump-7",
                method,
                priority,
                3,
                Duration.ofSeconds(300),
                Duration.ofSeconds(3600),
                externalId,
                Instant.parse("2026-03-01T10:00:00Z"),
                null,
                Instant.parse("2026-03-01T11:00:00Z"));
    }
}
