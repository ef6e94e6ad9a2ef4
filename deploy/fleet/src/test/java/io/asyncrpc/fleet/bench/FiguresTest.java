package io.asyncrpc.fleet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.asyncrpc.fleet.load.TaskSeen;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private static final long SECOND = 1_000_000;
    private static final Window WINDOW = new Window(10 * SECOND, 12 * SECOND);

    private final Measure measure = new Measure();
    private final Samples samples = new Samples();

    @Test
    void onlyWhatWasBegunInTheMeasuredTimeCounts() {
        // Given
        finished(9 * SECOND, 10 * SECOND + 1);
        finished(10 * SECOND, 10 * SECOND + 5_000);
        finished(11 * SECOND, 15 * SECOND);
        finished(12 * SECOND, 12 * SECOND + 1);

        // When
        Figures figures = Figures.of(Scenario.STEADY, measure, samples, WINDOW);

        // Then
        assertThat(figures.throughput().begun()).isEqualTo(2);
        assertThat(figures.latency().max()).isEqualTo(4_000);
        assertThat(figures.throughput().roundTripsPerSecond())
                .as("two ended in two seconds")
                .isEqualTo(1);
        assertThat(figures.throughput().answeredPercent()).isEqualTo(100);
    }

    @Test
    void oneWithoutAnAnswerIsNeverRoundedAway() {
        // Given
        for (int i = 0; i < 300_000; i++) {
            finished(10 * SECOND, 11 * SECOND);
        }
        measure.failed(10 * SECOND, "submit 503");

        // When
        Figures figures = Figures.of(Scenario.STEADY, measure, samples, WINDOW);

        // Then
        assertThat(figures.throughput().answeredPercent()).isEqualTo(99.999);
        assertThat(figures.failures()).containsExactly(Map.entry("submit 503", 1L));
    }

    @Test
    void aProcessThatWasStartedAnewCountsFromItsStart() {
        // Given
        samples.add(0, Map.of("task-core", new Usage(1, 50, 100)));
        samples.add(SECOND, Map.of("task-core", new Usage(1, 51, 130)));
        samples.add(2 * SECOND, Map.of("task-core", new Usage(2, 0.5, 90)));
        finished(10 * SECOND, 11 * SECOND);

        // When
        Figures figures = Figures.of(Scenario.STEADY, measure, samples, WINDOW);

        // Then
        assertThat(figures.cost().cpuSecondsPer1000()).containsEntry("task-core", 1_500.0);
        assertThat(figures.cost().cores()).containsEntry("task-core", 0.75);
        assertThat(figures.cost().rssMb()).containsEntry("task-core", 130.0);
    }

    @Test
    void aChildThatEndsBetweenTwoLooksCountsOnce() {
        // Given
        samples.add(0, Map.of("postgres", new Usage(1, 50, 100)));
        samples.add(SECOND, Map.of("postgres", new Usage(1, 20, 100)));
        samples.add(2 * SECOND, Map.of("postgres", new Usage(1, 51, 100)));
        finished(10 * SECOND, 11 * SECOND);

        // When
        Figures figures = Figures.of(Scenario.STEADY, measure, samples, WINDOW);

        // Then
        assertThat(figures.cost().cpuSecondsPer1000()).containsEntry("postgres", 1_000.0);
        assertThat(samples.cores().get("postgres")).containsExactly(0.0, 31.0);
    }

    @Test
    void theJsonHasTheKeysThatWerePromised() throws IOException {
        // Given
        samples.add(0, Map.of("fleet", new Usage(1, 0, 60)));
        samples.add(SECOND, Map.of("fleet", new Usage(1, 0.25, 60)));
        finished(10 * SECOND, 10 * SECOND + 5_000);

        // When
        JsonNode json = new ObjectMapper().readTree(Show.json(Figures.of(Scenario.TOP, measure, samples, WINDOW), 3));

        // Then
        assertThat(json.toString())
                .isEqualTo(
                        "{\"scenario\":\"top\",\"roundTripsPerSecond\":0.5,\"answeredPercent\":100.0,"
                                + "\"latencyMs\":{\"p50\":5.0,\"p95\":5.0,\"p99\":5.0,\"max\":5.0},"
                                + "\"cpuSecondsPer1000\":{\"fleet\":250.0},\"rssMb\":{\"fleet\":60.0},\"checker\":{\"violations\":3}}");
    }

    @Test
    void waitersAreMeasuredFromTheResultOn() {
        // Given
        measure.finished(10 * SECOND, 11 * SECOND, 11 * SECOND + 8_000, done(11 * SECOND));

        // When
        Figures figures = Figures.of(Scenario.WAIT, measure, samples, WINDOW);

        // Then
        assertThat(figures.told()).isEqualTo(new Latency(8, 8, 8, 8));
    }

    @Test
    void thePageNeedsNothingElse() {
        // Given
        finished(10 * SECOND, 10 * SECOND + 5_000);
        samples.add(0, Map.of("fleet", new Usage(1, 0, 60)));
        samples.add(SECOND, Map.of("fleet", new Usage(1, 0.25, 60)));

        // When
        String page = Page.html("a <run>", "1 < 2", measure.all(), samples, WINDOW);

        // Then
        assertThat(page).contains("<h1>a &lt;run&gt;</h1>", "<pre>1 &lt; 2</pre>", "<polyline", ">fleet</text>");
        assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http", "src=", "href=", "@import");
    }

    @Test
    void theScaleOfAPlotEndsAtARoundNumber() {
        assertThat(List.of(0.0, 0.3, 1.0, 1.1, 3.0, 70.0))
                .extracting(Plot::ceiling)
                .containsExactly(1.0, 0.5, 1.0, 2.0, 5.0, 100.0);
    }

    private void finished(long intended, long seen) {
        measure.finished(intended, 0, seen, done(seen));
    }

    private static TaskSeen done(long seen) {
        return new TaskSeen("t", "DONE", "KNOWN", 3L, 1, seen - 1_000, seen, null, 200);
    }
}
