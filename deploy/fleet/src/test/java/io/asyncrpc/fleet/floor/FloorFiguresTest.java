package io.asyncrpc.fleet.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncrpc.fleet.bench.Latency;
import io.asyncrpc.fleet.bench.Samples;
import io.asyncrpc.fleet.bench.Window;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FloorFiguresTest {

    private static final long SECOND = 1_000_000;
    private static final Window WINDOW = new Window(10 * SECOND, 12 * SECOND);

    private final Trips trips = new Trips();

    @Test
    void onlyWhatWasBegunInTheMeasuredTimeCounts() {
        // Given
        trip(1, 9 * SECOND, 10 * SECOND);
        trip(2, 10 * SECOND, 10 * SECOND + 4_000);
        trip(3, 11 * SECOND, 13 * SECOND);
        trip(4, 12 * SECOND, 12 * SECOND + 1);

        // When
        FloorFigures figures = figures(Optional.of(0L));

        // Then
        assertThat(figures.throughput().begun()).isEqualTo(2);
        assertThat(figures.throughput().roundTripsPerSecond())
                .as("two ended in two seconds")
                .isEqualTo(1);
        assertThat(figures.latency()).isEqualTo(new Latency(4, 2_000, 2_000, 2_000));
        assertThat(figures.good()).isTrue();
        assertThat(trips.made()).isEqualTo(4);
    }

    @Test
    void oneWithoutAnEndIsToldAndIsNotGood() {
        // Given
        trip(1, 10 * SECOND, 11 * SECOND);
        trips.begin(List.of(new UUID(0, 2)), 11 * SECOND);

        // When
        FloorFigures figures = figures(Optional.of(0L));

        // Then
        assertThat(figures.throughput().answeredPercent()).isEqualTo(50);
        assertThat(figures.good()).isFalse();
    }

    @Test
    void violationsAreToldIfThereWasSomethingToCheck() {
        // Given
        trip(1, 10 * SECOND, 10 * SECOND + 5_000);

        // When
        FloorFigures stored = figures(Optional.of(3L));
        FloorFigures broker = figures(Optional.empty());

        // Then
        assertThat(stored.good()).isFalse();
        assertThat(stored.table()).contains("made to result kept, ms", "checker: 3 violations");
        assertThat(stored.json())
                .isEqualTo("{\"scenario\":\"floor\",\"roundTripsPerSecond\":0.5,\"answeredPercent\":100.0,"
                        + "\"latencyMs\":{\"p50\":5.0,\"p95\":5.0,\"p99\":5.0,\"max\":5.0},"
                        + "\"cpuSecondsPer1000\":{},\"rssMb\":{},\"database\":true,\"checker\":{\"violations\":3}}");
        assertThat(broker.good()).isTrue();
        assertThat(broker.table()).doesNotContain("checker");
        assertThat(broker.json()).endsWith("\"database\":false}");
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        assertThat(FloorOptions.of(List.of())).isEqualTo(new FloorOptions(200, 60, 15, true, false));
        assertThat(FloorOptions.of(List.of("--no-database", "--seconds", "3", "--json")))
                .isEqualTo(new FloorOptions(200, 3, 15, false, true));
        assertThatThrownBy(() -> FloorOptions.of(List.of("--rate", "9")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("usage: bench floor");
    }

    private void trip(int number, long begun, long ended) {
        trips.begin(List.of(new UUID(0, number)), begun);
        trips.end(List.of(new UUID(0, number)), ended);
    }

    private FloorFigures figures(Optional<Long> violations) {
        return FloorFigures.of(trips, WINDOW, new Samples(), violations);
    }
}
