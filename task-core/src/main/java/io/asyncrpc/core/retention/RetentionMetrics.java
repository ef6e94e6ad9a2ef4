package io.asyncrpc.core.retention;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What an operator sees of the partitions: the oldest that is kept, how far ahead they reach, and how many went. */
@ApplicationScoped
public class RetentionMetrics {
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final Map<Family, List<Partition>> seen = new ConcurrentHashMap<>();

    public RetentionMetrics(InstantSource clock, MeterRegistry registry) {
        this.clock = clock;
        this.registry = registry;
    }

    void seen(Family family, List<Partition> partitions) {
        if (seen.put(family, partitions) == null) {
            gauge(
                    "partition.oldest.age",
                    "since the oldest kept partition ended",
                    family,
                    all -> Math.max(0, seconds(all.getFirst().until(), clock.instant())));
            gauge(
                    "partition.ahead",
                    "for how long there is a partition to write to",
                    family,
                    all -> seconds(clock.instant(), all.getLast().until()));
        }
    }

    private void gauge(
            String name,
            String description,
            Family family,
            java.util.function.ToDoubleFunction<List<Partition>> value) {
        Gauge.builder(name, () -> value.applyAsDouble(seen.getOrDefault(family, List.of())))
                .description(description)
                .baseUnit("seconds")
                .tags("table", family.head())
                .register(registry);
    }

    void dropped(Family family) {
        registry.counter("partition.dropped", "table", family.head()).increment();
    }

    private static double seconds(Instant from, Instant until) {
        return Duration.between(from, until).toMillis() / 1000.0;
    }
}
