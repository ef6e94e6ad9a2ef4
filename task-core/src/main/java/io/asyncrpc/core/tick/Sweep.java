package io.asyncrpc.core.tick;

import io.asyncrpc.core.dispatch.Dispatch;
import io.asyncrpc.core.dispatch.DispatchPublisher;
import io.asyncrpc.core.dispatch.Words;
import io.asyncrpc.core.task.Decision;
import io.asyncrpc.core.task.FreePlaces;
import io.asyncrpc.core.task.RingStore;
import io.asyncrpc.core.task.Task;
import io.asyncrpc.core.task.TaskEvent;
import io.asyncrpc.core.task.TaskMetrics;
import io.asyncrpc.core.task.TaskMove;
import io.asyncrpc.core.task.TaskStore;
import io.asyncrpc.core.task.TaskWork;
import io.asyncrpc.core.trace.TraceParent;
import io.asyncrpc.core.trace.Traces;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Does what is due: expires, takes leases back, rings again. The query only picks candidates; the rules decide, and the
 * guard on each row makes it harmless that two replicas sweep at once.
 */
@ApplicationScoped
class Sweep {
    private static final int BATCH = 500;

    private final TaskStore tasks;
    private final RingStore rings;
    private final FreePlaces places;
    private final DispatchPublisher publisher;
    private final TaskMetrics metrics;
    private final Traces traces;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final OverdueAge age;

    Sweep(
            TaskStore tasks,
            RingStore rings,
            FreePlaces places,
            DispatchPublisher publisher,
            TaskMetrics metrics,
            Traces traces,
            InstantSource clock,
            MeterRegistry registry) {
        this.tasks = tasks;
        this.rings = rings;
        this.places = places;
        this.publisher = publisher;
        this.metrics = metrics;
        this.traces = traces;
        this.clock = clock;
        this.registry = registry;
        this.age = new OverdueAge(clock);
    }

    /** From the start on: it tells of ticks that do not come, and the first may be one of them. */
    void showAge(@Observes StartupEvent started) {
        Gauge.builder("queue.age", age, OverdueAge::seconds)
                .description("how long the longest overdue task was due when it was last looked for, and since then")
                .baseUnit("seconds")
                .register(registry);
    }

    /** Sweeps until nothing is due; returns how many tasks it changed. */
    Uni<Integer> run() {
        Instant now = clock.instant();
        return tasks.loadDue(now, BATCH)
                .invoke(due -> age.looked(due, now))
                .chain(due -> sweep(due, now))
                .chain(this::further);
    }

    private record Swept(int due, int changed, boolean dueAgain) {}

    private Uni<Swept> sweep(List<Task> due, Instant now) {
        List<UUID> ringing = due.stream()
                .filter(task -> task.isClaimable(now))
                .map(task -> task.terms().id())
                .toList();
        return rings.findQueued(ringing, now).chain(queued -> sweep(due, queued, now));
    }

    private Uni<Swept> sweep(List<Task> due, Set<UUID> queued, Instant now) {
        List<TaskWork> works = new ArrayList<>(due.size());
        List<Decision> decisions = new ArrayList<>(due.size());
        for (Task task : due) {
            TaskWork work = new TaskWork(task);
            TaskEvent event = queued.contains(work.id()) ? new TaskEvent.Queued() : new TaskEvent.TimePassed();
            decisions.add(work.take(event, now));
            works.add(work);
        }
        return tasks.write(works)
                .invoke(won -> count(works, decisions, won))
                .invoke(won -> trace(works, won))
                .invoke(won -> places.freedBy(works, won))
                .chain(won -> publisher
                        .say(words(works, won))
                        .replaceWith(new Swept(due.size(), won.size(), isDueAgain(works, won, now))));
    }

    /** What another replica wrote first, it counts. */
    private void count(List<TaskWork> works, List<Decision> decisions, Set<UUID> won) {
        for (int i = 0; i < works.size(); i++) {
            if (!works.get(i).isChanged() || won.contains(works.get(i).id())) {
                metrics.decided(decisions.get(i));
            }
        }
    }

    /** What time did to a task, its trace is told. */
    private void trace(List<TaskWork> works, Set<UUID> won) {
        for (TaskWork work : traces.areOff() ? List.<TaskWork>of() : TaskStore.written(works, won)) {
            if (work.task().terms().trace() instanceof TraceParent trace) {
                work.moves().forEach(move -> trace(work, move, trace));
            }
        }
    }

    private void trace(TaskWork work, TaskMove move, TraceParent trace) {
        traces.happened(
                "time passed",
                trace,
                null,
                move.at(),
                clock.instant(),
                step -> step.about(work.id(), work.task().terms().deviceId())
                        .with("cause", move.cause().name())
                        .with("state", move.to().name()));
    }

    /** A lease that was lost: whether the task rings now is looked at like for any other. */
    private static boolean isDueAgain(List<TaskWork> works, Set<UUID> won, Instant now) {
        return works.stream()
                .filter(work -> won.contains(work.id()))
                .map(work -> work.task().dueAt())
                .anyMatch(due -> due != null && !due.isAfter(now));
    }

    /** A full batch that moved means there may be more; one that moved nothing was somebody else's. */
    private Uni<Integer> further(Swept swept) {
        return swept.dueAgain() || (swept.due() == BATCH && swept.changed() > 0)
                ? run().map(more -> swept.changed() + more)
                : Uni.createFrom().item(swept.changed());
    }

    private static List<Dispatch> words(List<TaskWork> works, Set<UUID> won) {
        return works.stream()
                .filter(work -> won.contains(work.id()))
                .flatMap(work -> Words.of(work.task()).stream())
                .toList();
    }
}
