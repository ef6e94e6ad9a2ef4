package io.asyncrpc.scheduler.sweep;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** The real broker of {@code ./iot engines}, seen by the scheduler's own account and by that of the test. */
final class TestBroker {
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private TestBroker() {}

    static ConnectionFactory asScheduler() {
        return as(variable("SCHEDULER_RABBITMQ_USER"), variable("SCHEDULER_RABBITMQ_PASSWORD"));
    }

    static int port() {
        return Integer.parseInt(variable("RABBITMQ_PORT"));
    }

    /** What a reader of the queue would get next. */
    static Optional<GetResponse> next(String queue) throws IOException, TimeoutException {
        try (Connection connection = asTest().newConnection("test");
                Channel channel = connection.createChannel()) {
            return Optional.ofNullable(channel.basicGet(queue, true));
        }
    }

    /** A queue like {@code core.ticks}, but one that no running clock says anything to. */
    static void declare(String queue) throws IOException, TimeoutException {
        try (Connection connection = asTest().newConnection("test");
                Channel channel = connection.createChannel()) {
            channel.queueDeclare(queue, true, false, false, Map.of("x-max-length", 1, "x-overflow", "drop-head"));
            channel.queueBind(queue, TickPublisher.EXCHANGE, queue);
        }
    }

    static void delete(String queue) throws IOException, TimeoutException {
        try (Connection connection = asTest().newConnection("test");
                Channel channel = connection.createChannel()) {
            channel.queueDelete(queue);
        }
    }

    /** A real restart of the real thing; returns when it answers again. */
    static void restart() throws IOException, InterruptedException {
        Process restart = new ProcessBuilder("../iot", "engines", "restart", "rabbitmq")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (restart.waitFor() != 0) {
            throw new IllegalStateException("The broker did not come back");
        }
    }

    private static ConnectionFactory asTest() {
        return as(variable("RABBITMQ_USER"), variable("RABBITMQ_PASSWORD"));
    }

    private static ConnectionFactory as(String user, String password) {
        return SweepWiring.connections(new Account(variable("RABBITMQ_HOST"), port(), user, password));
    }

    private static String variable(String name) {
        return Optional.ofNullable(System.getenv(name))
                .orElseThrow(() -> new IllegalStateException(name + " is not set; run: eval \"$(./iot engines)\""));
    }

    private record Account(String host, int port, String user, String password) implements BrokerConfig {
        @Override
        public boolean tls() {
            return false;
        }

        @Override
        public String virtualHost() {
            return variable("RABBITMQ_HOUSE_VHOST");
        }

        @Override
        public Duration patience() {
            return PATIENCE;
        }
    }
}
