package io.asyncrpc.bridge.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Connections are closed side by side, and nobody is left out. */
class FarewellTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration SLOWLY = Duration.ofMillis(20);
    private static final int MANY = 500;

    private final List<String> devices =
            IntStream.range(0, MANY).mapToObj(i -> "pump-" + i).toList();
    private final Set<String> closed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    @Test
    void fiveHundredTakeAFractionOfTheirTimesTogether() {
        // Given
        Instant begin = Instant.now();

        // When
        new Farewell(this::close, PATIENCE).to(devices);

        // Then: one after another it would be ten seconds
        assertThat(closed).hasSize(MANY);
        assertThat(Duration.between(begin, Instant.now())).isLessThan(SLOWLY.multipliedBy(MANY / 2));
        assertThat(mostAtOnce.get()).isBetween(2, 16);
    }

    @Test
    void aFailureIsToldAndLeavesNobodyElseConnected() {
        // Given
        Farewell farewell = new Farewell(
                deviceId -> {
                    if (deviceId.equals("pump-7")) {
                        throw new WebApplicationException(500);
                    }
                    close(deviceId);
                },
                PATIENCE);

        // When / Then
        assertThatThrownBy(() -> farewell.to(devices)).isInstanceOf(WebApplicationException.class);
        assertThat(closed).hasSize(MANY - 1);
    }

    @Test
    void whoHasNoConnectionIsNoFailure() {
        // Given
        Farewell farewell = new Farewell(
                deviceId -> {
                    close(deviceId);
                    throw new WebApplicationException(404);
                },
                PATIENCE);

        // When
        farewell.to(devices);

        // Then
        assertThat(closed).hasSize(MANY);
    }

    @Test
    void aBrokerThatHangsIsNotWaitedForByAllOfThem() {
        // Given
        Farewell farewell = new Farewell(this::close, SLOWLY.multipliedBy(3));

        // When / Then
        assertThatThrownBy(() -> farewell.to(devices))
                .isInstanceOf(ProcessingException.class)
                .hasMessageContaining("too slowly");
        assertThat(closed).isNotEmpty().hasSizeLessThan(MANY);
    }

    @Test
    void nobodyIsNoTrouble() {
        // When
        new Farewell(this::close, PATIENCE).to(List.of());

        // Then
        assertThat(closed).isEmpty();
    }

    private void close(String deviceId) {
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        LockSupport.parkNanos(SLOWLY.toNanos());
        closed.add(deviceId);
        atOnce.decrementAndGet();
    }
}
