package io.asyncrpc.bridge.broker;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes the consumers and knows how they are. */
@ApplicationScoped
public class Consumers {
    private final Connections connections;
    private final BrokerConfig config;
    private final MeterRegistry metrics;
    private final InstantSource clock;
    private final List<BatchConsumer> consumers = new CopyOnWriteArrayList<>();

    Consumers(Connections connections, BrokerConfig config, MeterRegistry metrics, InstantSource clock) {
        this.connections = connections;
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** For a queue that devices write to. */
    public BatchConsumer ofDevices(String queue) {
        return of(queue, config.deviceVhost(), config.devicePrefetch());
    }

    /** For a queue of the house. */
    public BatchConsumer ofHouse(String queue) {
        return of(queue, config.houseVhost(), config.housePrefetch());
    }

    private BatchConsumer of(String queue, String virtualHost, int prefetch) {
        BatchConsumer consumer = new BatchConsumer(
                new BatchConsumer.Source(connections.to(virtualHost), queue, prefetch),
                config,
                metrics.summary("bridge.batch.size", "queue", queue),
                clock);
        consumers.add(consumer);
        return consumer;
    }

    /** Those that the broker does not serve now. */
    public List<String> closed() {
        return consumers.stream()
                .filter(consumer -> !consumer.isOpen())
                .map(BatchConsumer::queue)
                .toList();
    }

    Duration oldestUnsaid() {
        return consumers.stream()
                .map(BatchConsumer::oldestUnsaid)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
