package io.asyncrpc.core.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.dispatch.BrokerConfig;
import io.asyncrpc.core.dispatch.BrokerConnections;
import io.asyncrpc.core.house.Waiting;
import io.asyncrpc.core.task.TaskChanged;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker that is not there costs changes, and neither time nor memory. */
class ChangeRelayTest {
    private static final int MANY = 100_000;

    @Test
    @Timeout(30)
    void changesThatNobodyTakesAreDroppedAndCounted() {
        // Given
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        BrokerConfig nobody = brokerAt("1");
        ChangeRelay relay = new ChangeRelay(
                BrokerConnections.withoutTls(nobody), nobody, config(FeedConfig.class, Map.of()), metrics);
        relay.start(new StartupEvent());
        List<TaskChanged> changes = Collections.nCopies(MANY, new TaskChanged(new UUID(1, 2), 2, false));
        long start = System.nanoTime();

        // When
        relay.tell(changes);

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        assertThat(metrics.get("feed.waiting").gauge().value()).isLessThanOrEqualTo(10_000);
        Waiting.until("all are dropped", () -> metrics.counter("feed.dropped").count() == MANY);
        relay.stop();
    }

    private static BrokerConfig brokerAt(String port) {
        return config(
                BrokerConfig.class,
                Map.of(
                        "core.broker.host", "127.0.0.1",
                        "core.broker.port", port,
                        "core.broker.user", "core",
                        "core.broker.password", "x",
                        "core.broker.house-vhost", "house"));
    }

    private static <T> T config(Class<T> mapping, Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(mapping)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(mapping);
    }
}
