package io.asyncrpc.core.ring;

import io.asyncrpc.core.task.FreePlaces;
import io.asyncrpc.core.task.RingStore;
import io.asyncrpc.core.task.RingStore.Arrival;
import io.asyncrpc.core.task.Task;
import io.asyncrpc.core.task.TaskBell;
import io.asyncrpc.core.task.TaskEvent.RingNow;
import io.asyncrpc.core.task.TaskStore;
import io.asyncrpc.core.task.TaskWork;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Has tasks rung out of their row of pauses: when their device comes, and when a place among those that ring at a time
 * becomes free. What is lost here is rung at the task's own time.
 */
@ApplicationScoped
public class RingRelay implements FreePlaces {
    private static final Logger LOG = Logger.getLogger(RingRelay.class);
    private static final int MOST_DEVICES = 500;
    private static final Duration PACE = Duration.ofMillis(100);

    private final RingStore rings;
    private final TaskStore tasks;
    private final TaskBell bell;
    private final InstantSource clock;
    private final Counter byArrival;
    private final Counter byTurn;
    /** Devices with a place free, and whether somebody sees to them; both guarded by the set. */
    private final Set<String> free = new HashSet<>();

    private boolean busy;

    RingRelay(RingStore rings, TaskStore tasks, TaskBell bell, InstantSource clock, MeterRegistry metrics) {
        this.rings = rings;
        this.tasks = tasks;
        this.bell = bell;
        this.clock = clock;
        this.byArrival = metrics.counter("task.rung", "occasion", "ARRIVAL");
        this.byTurn = metrics.counter("task.rung", "occasion", "TURN");
    }

    /** Rings what waits for these devices, and says again what they are to stop. Done when it is stored. */
    public Uni<Void> arrived(Collection<Arrival> arrivals) {
        if (arrivals.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Instant now = clock.instant();
        return rings.claimTurn(arrivals, now)
                .chain(turns -> arrived(turns, turns.keySet(), now)
                        // Somebody else wrote the row in between, perhaps with a word that left before the device came.
                        .chain(lost -> lost.isEmpty() ? Uni.createFrom().item(lost) : arrived(turns, lost, now)))
                .replaceWithVoid();
    }

    private Uni<Set<String>> arrived(Map<String, Instant> turns, Set<String> deviceIds, Instant now) {
        return rings.loadFirst(deviceIds, now).chain(first -> ring(first, task -> turn(turns, task), now, byArrival));
    }

    private static Instant turn(Map<String, Instant> turns, Task task) {
        return Objects.requireNonNull(turns.get(task.terms().deviceId()));
    }

    @Override
    public void freed(Collection<String> deviceIds) {
        synchronized (free) {
            free.addAll(deviceIds);
            if (busy || free.isEmpty()) {
                return;
            }
            busy = true;
        }
        fillSoon();
    }

    /** Many places become free in such a moment, and a task that waited for one can wait for it. */
    private void fillSoon() {
        Uni.createFrom().voidItem().onItem().delayIt().by(PACE).subscribe().with(now -> fill());
    }

    private void fill() {
        List<String> devices = next();
        if (devices.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        rings.loadFirstSilent(devices, now)
                .chain(silent -> ring(silent, task -> now, now, byTurn))
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "tasks wait for their own time to ring devices=%d reason=%s",
                        devices.size(), failure.getMessage()))
                .onTermination()
                .invoke(this::fillSoon)
                .subscribe()
                .with(done -> {}, failure -> {});
    }

    private List<String> next() {
        synchronized (free) {
            List<String> devices = free.stream().limit(MOST_DEVICES).toList();
            devices.forEach(free::remove);
            busy = !devices.isEmpty();
            return devices;
        }
    }

    /** @return devices of tasks that somebody else wrote first */
    private Uni<Set<String>> ring(List<Task> candidates, Function<Task, Instant> turn, Instant now, Counter counter) {
        List<TaskWork> works = new ArrayList<>(candidates.size());
        for (Task task : candidates) {
            TaskWork work = new TaskWork(task);
            work.take(new RingNow(turn.apply(task)), now);
            works.add(work);
        }
        return tasks.write(works).map(won -> {
            Set<String> lost = new HashSet<>();
            for (TaskWork work : works) {
                if (work.isChanged() && !won.contains(work.id())) {
                    lost.add(work.task().terms().deviceId());
                } else if (work.isChanged() && !now.isBefore(turn.apply(work.task()))) {
                    bell.tell(work.task());
                    counter.increment();
                }
            }
            return lost;
        });
    }
}
