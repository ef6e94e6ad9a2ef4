package io.asyncrpc.bridge.broker;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes the consumers and knows how they are. */
@ApplicationScoped
public class Consumers {
    private final BrokerConfig config;
    private final HealthCenter health;
    private final MeterRegistry metrics;
    private final InstantSource clock;
    private final List<BatchConsumer> consumers = new CopyOnWriteArrayList<>();

    Consumers(BrokerConfig config, HealthCenter health, MeterRegistry metrics, InstantSource clock) {
        this.config = config;
        this.health = health;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** For the queue of a channel. */
    public BatchConsumer of(String channel) {
        DistributionSummary batchSizes = metrics.summary("bridge.batch.size", "channel", channel);
        BatchConsumer consumer = new BatchConsumer(channel, config, () -> isOpen(channel), batchSizes, clock);
        consumers.add(consumer);
        return consumer;
    }

    /** Those that the broker does not serve now. */
    public List<String> closed() {
        return consumers.stream()
                .filter(consumer -> !consumer.isOpen())
                .map(BatchConsumer::channel)
                .toList();
    }

    Duration oldestUnsaid() {
        return consumers.stream()
                .map(BatchConsumer::oldestUnsaid)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private boolean isOpen(String channel) {
        return health.getReadiness().getChannels().stream()
                .anyMatch(info -> info.getChannel().equals(channel) && info.isOk());
    }
}
