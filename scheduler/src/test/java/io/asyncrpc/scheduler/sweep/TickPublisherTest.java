package io.asyncrpc.scheduler.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On the real broker. */
@Timeout(90)
class TickPublisherTest {
    private static final Tick TICK = new Tick(Instant.parse("2026-03-01T10:00:00Z"));

    private final String queue = "test.ticks." + UUID.randomUUID();

    @BeforeEach
    void declareQueue() throws IOException, TimeoutException {
        TestBroker.declare(queue);
    }

    @AfterEach
    void deleteQueue() throws IOException, TimeoutException {
        TestBroker.delete(queue);
    }

    @Test
    void aTickWaitsForTheCoreAsTheContractSays() throws Exception {
        // Given
        try (TickPublisher publisher = publisher(TestBroker.asScheduler(), queue)) {
            // When
            publisher.publish(TICK);
        }

        // Then
        GetResponse tick = TestBroker.next(queue).orElseThrow();
        assertThat(tick.getBody()).isEqualTo(TickWriter.write(TICK));
        assertThat(tick.getProps().getContentType()).isEqualTo("application/json");
        assertThat(tick.getProps().getDeliveryMode()).isEqualTo(1);
        assertThat(tick.getProps().getExpiration()).isEqualTo("60000");
    }

    @Test
    void onlyTheLatestTickWaits() throws Exception {
        // Given
        Tick later = new Tick(TICK.at().plusSeconds(1));
        try (TickPublisher publisher = publisher(TestBroker.asScheduler(), queue)) {
            // When
            publisher.publish(TICK);
            publisher.publish(later);
        }

        // Then
        assertThat(TestBroker.next(queue).orElseThrow().getBody()).isEqualTo(TickWriter.write(later));
        assertThat(TestBroker.next(queue)).isEmpty();
    }

    @Test
    void aTickNobodyCanGetIsLostAndTheNextOneIsNot() throws Exception {
        try (TickPublisher nowhere = publisher(TestBroker.asScheduler(), "no.such.queue")) {
            assertThatExceptionOfType(TickLostException.class)
                    .isThrownBy(() -> nowhere.publish(TICK))
                    .withMessageContaining("there is no queue no.such.queue");
            assertThatExceptionOfType(TickLostException.class).isThrownBy(() -> nowhere.publish(TICK));
        }
    }

    @Test
    void aBrokerRestartCostsTicksButNotTheClock() throws Exception {
        // Given
        try (TickPublisher publisher = publisher(TestBroker.asScheduler(), queue)) {
            publisher.publish(TICK);

            // When
            TestBroker.restart();

            // Then
            publishUntilConfirmed(publisher);
            assertThat(TestBroker.next(queue)).isPresent();
        }
    }

    @Test
    void aWireThatGoesDeadIsNoticedAndReplaced() throws Exception {
        // Given
        try (FreezableWire wire = new FreezableWire(TestBroker.port());
                TickPublisher publisher = publisher(through(wire.port()), queue)) {
            publisher.publish(TICK);

            // When
            wire.freeze();
            long start = System.nanoTime();
            assertThatExceptionOfType(TickLostException.class).isThrownBy(() -> publisher.publish(TICK));
            Duration noticed = Duration.ofNanos(System.nanoTime() - start);
            wire.thaw();

            // Then
            assertThat(noticed).isLessThan(TestBroker.PATIENCE.multipliedBy(3));
            assertThatNoException().isThrownBy(() -> publishUntilConfirmed(publisher));
        }
    }

    @Test
    void aBrokerThatNeverSpeaksIsNotWaitedForForever() throws Exception {
        // Given
        try (ServerSocket silent = new ServerSocket(0);
                TickPublisher publisher = publisher(through(silent.getLocalPort()), queue)) {
            // When / Then
            assertThatExceptionOfType(TickLostException.class).isThrownBy(() -> publisher.publish(TICK));
        }
    }

    /** A channel may notice the loss only when it is used, so the first tick after it may be lost too. */
    private static void publishUntilConfirmed(TickPublisher publisher) throws TickLostException {
        try {
            publisher.publish(TICK);
        } catch (TickLostException lost) {
            publisher.publish(TICK);
        }
    }

    private static ConnectionFactory through(int port) {
        ConnectionFactory factory = TestBroker.asScheduler();
        factory.setPort(port);
        return factory;
    }

    private static TickPublisher publisher(ConnectionFactory factory, String queue) {
        return new TickPublisher(factory, queue, Duration.ofMinutes(1), TestBroker.PATIENCE);
    }
}
