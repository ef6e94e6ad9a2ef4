package io.asyncrpc.core.event;

import io.asyncrpc.core.dispatch.Dispatch;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Takes the events of a batch, and finds the answer each is owed: only what is stored is said to be. */
@ApplicationScoped
public class EventJournal {
    private final EventStore store;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    EventJournal(EventStore store, MeterRegistry metrics, InstantSource clock) {
        this.store = store;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Done when they are stored. Repeated, it stores those with a number of their own only once. */
    public Uni<List<Dispatch>> take(List<SaidEvent> said) {
        if (said.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return store.store(withoutRepetitions(said), clock.instant())
                .invoke(stored -> count(said, stored))
                .map(stored -> said.stream()
                        .<Dispatch>map(event -> answer(event, stored))
                        .toList());
    }

    /** A statement sees only what was there before it. */
    private static List<SaidEvent> withoutRepetitions(List<SaidEvent> said) {
        Map<SaidEvent.Key, SaidEvent> numbered = new LinkedHashMap<>();
        said.stream().filter(SaidEvent::isNumbered).forEach(event -> numbered.putIfAbsent(event.key(), event));
        return Stream.concat(said.stream().filter(event -> !event.isNumbered()), numbered.values().stream())
                .toList();
    }

    private void count(List<SaidEvent> said, EventStore.Stored stored) {
        int strangers = (int) said.stream()
                .filter(event -> !stored.devices().contains(event.deviceId()))
                .count();
        metrics.counter("device.events", "result", "stored").increment(stored.stored());
        metrics.counter("device.events", "result", "refused").increment(strangers);
        metrics.counter("device.events", "result", "repeated").increment(said.size() - strangers - stored.stored());
    }

    private static Dispatch answer(SaidEvent event, EventStore.Stored stored) {
        return new Dispatch.EventStored(
                event.deviceId(),
                event.correlation(),
                event.devEventId(),
                stored.devices().contains(event.deviceId()));
    }
}
