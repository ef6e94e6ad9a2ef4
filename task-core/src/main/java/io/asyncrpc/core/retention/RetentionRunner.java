package io.asyncrpc.core.retention;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Keeps partitions ahead of time and lets old ones go: at the start, before anything is taken, and then now and then at the
 * scheduler's tick. Any number of replicas may do it at once.
 */
@ApplicationScoped
public class RetentionRunner {
    private static final Logger LOG = Logger.getLogger(RetentionRunner.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PartitionStore partitions;
    private final PurgeStore purges;
    private final RetentionConfig config;
    private final RetentionMetrics metrics;
    private final InstantSource clock;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile Instant last = Instant.EPOCH;

    /** Of partitions without an open task: nothing in them changes any more, so that they are read through once. */
    private final Map<Partition, Instant> lastFinished = new ConcurrentHashMap<>();

    RetentionRunner(
            PartitionStore partitions,
            PurgeStore purges,
            RetentionConfig config,
            RetentionMetrics metrics,
            InstantSource clock) {
        if (config.partitionWidth().toSeconds() < 1 || config.partitionsAhead() < 1) {
            throw new IllegalArgumentException(
                    "core.retention: a partition is a second wide at least, and one is ahead");
        }
        this.partitions = partitions;
        this.purges = purges;
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
    }

    void start(@Observes @Priority(1) StartupEvent started) {
        each(Family.values(), this::makeAhead).await().atMost(PATIENCE);
    }

    /** Looks after them, and keeps nobody waiting; most of it at most once a minute. */
    public void runBeside() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        Instant now = clock.instant();
        boolean due = Duration.between(last, now).abs().compareTo(EVERY) >= 0;
        last = due ? now : last;
        partitions
                .analyzeOutgrown(List.of(Family.values()))
                .chain(() -> due ? run() : Uni.createFrom().voidItem())
                .onTermination()
                .invoke(() -> running.set(false))
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf(
                                "partitions were not looked after and are next time reason=%s", failure.getMessage()));
    }

    /** Makes partitions ahead, then drops those of which all is old enough. */
    Uni<Void> run() {
        return each(Family.values(), family -> makeAhead(family).chain(() -> purge(family)));
    }

    private Uni<Void> makeAhead(Family family) {
        return partitions
                .makeAhead(family, config.partitionWidth(), config.partitionsAhead(), clock.instant())
                .chain(() -> list(family))
                .replaceWithVoid();
    }

    private Uni<List<Partition>> list(Family family) {
        return partitions.list(family).invoke(all -> metrics.seen(family, all));
    }

    private Uni<Void> purge(Family family) {
        Instant old = clock.instant().minus(retention(family));
        return list(family)
                .map(all -> all.stream().filter(p -> !p.until().isAfter(old)).toArray(Partition[]::new))
                .chain(due -> each(due, partition -> purge(family, partition, old)))
                .chain(() -> list(family))
                .chain(left -> family == Family.EVENTS
                        ? purges.forgetEvents(left.getFirst().from())
                        : Uni.createFrom().voidItem());
    }

    private Duration retention(Family family) {
        return switch (family) {
            case TASKS -> config.tasks();
            case EVENTS -> config.events();
        };
    }

    private Uni<Void> purge(Family family, Partition partition, Instant old) {
        return (family == Family.TASKS
                        ? isOver(partition, old)
                        : Uni.createFrom().item(true))
                .chain(over ->
                        over ? purges.drop(family, partition) : Uni.createFrom().item(false))
                .invoke(dropped -> {
                    if (dropped) {
                        lastFinished.remove(partition);
                        metrics.dropped(family);
                        LOG.infof("a partition was dropped table=%s until=%s", family.head(), partition.until());
                    }
                })
                .replaceWithVoid();
    }

    /** A final task stays as long after it ended, however long ago it was made. */
    private Uni<Boolean> isOver(Partition partition, Instant old) {
        return purges.holdsOpen(partition)
                .chain(open -> open
                        ? Uni.createFrom().item(false)
                        : lastFinished(partition).map(at -> !at.isAfter(old)))
                .onFailure(PurgeStore::isGone)
                .recoverWithItem(false);
    }

    private Uni<Instant> lastFinished(Partition partition) {
        Instant known = lastFinished.get(partition);
        return known != null
                ? Uni.createFrom().item(known)
                : purges.lastFinished(partition)
                        .map(found -> found.orElse(Instant.EPOCH))
                        .invoke(at -> lastFinished.put(partition, at));
    }

    private static <T> Uni<Void> each(T[] all, Function<T, Uni<Void>> work) {
        return Multi.createFrom()
                .items(all)
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .onItem()
                .ignoreAsUni();
    }
}
