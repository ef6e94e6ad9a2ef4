package io.asyncrpc.bridge.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.asyncrpc.bridge.TestBroker;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over the real broker. */
class IntakeTest {
    private static final String VHOST = TestBroker.variable("RABBITMQ_HOUSE_VHOST");
    private static final int PREFETCH = 10;

    private Connection connection;
    private Channel channel;
    private String queue;

    @BeforeEach
    void aQueue() throws Exception {
        connection = TestBroker.factory(VHOST).newConnection("test: intake");
        channel = connection.createChannel();
        queue = channel.queueDeclare("", false, false, false, null).getQueue();
    }

    @AfterEach
    void noQueue() throws IOException {
        channel.queueDelete(queue);
        connection.close();
    }

    @Test
    void whatWaitsIsTakenInItsOrderAndOnce() throws Exception {
        // Given
        publish(1, 2, 3, 4);

        try (Intake intake = open()) {
            awaitDelivery(intake);

            // When / Then
            assertThat(sizes(intake)).containsExactly(1, 2, 3);
            assertThat(sizes(intake)).containsExactly(4);
            assertThat(intake.await()).isFalse();
        }
    }

    @Test
    void largeMessagesEndABatchEarlyAndOneTooLargeIsTakenAlone() throws Exception {
        // Given
        publish(6, 4, 1, 50);

        try (Intake intake = open()) {
            awaitDelivery(intake);

            // When / Then
            assertThat(sizes(intake)).containsExactly(6, 4);
            assertThat(sizes(intake)).containsExactly(1);
            assertThat(sizes(intake)).containsExactly(50);
        }
    }

    @Test
    void whatWasNotAcknowledgedComesAgain() throws Exception {
        // Given
        publish(1, 2, 3);
        try (Intake lost = open()) {
            awaitDelivery(lost);
            lost.acknowledge(lost.take(2, 10).getLast());
        }

        try (Intake next = open()) {
            awaitDelivery(next);

            // When / Then
            assertThat(sizes(next)).containsExactly(3);
            assertThat(next.await()).isFalse();
        }
    }

    private Intake open() throws Exception {
        return new Intake(TestBroker.factory(VHOST), "test: intake", queue, PREFETCH, InstantSource.system());
    }

    private void publish(int... sizes) throws IOException {
        for (int size : sizes) {
            channel.basicPublish("", queue, null, new byte[size]);
        }
    }

    private static List<Integer> sizes(Intake intake) {
        return intake.take(3, 10).stream()
                .map(delivery -> delivery.body().length)
                .toList();
    }

    /** Until the broker has sent all there is, and a moment more for the way. */
    private void awaitDelivery(Intake intake) throws Exception {
        for (int i = 0; i < 200 && channel.messageCount(queue) > 0; i++) {
            Thread.sleep(50);
        }
        Thread.sleep(500);
        assertThat(intake.await()).isTrue();
    }
}
