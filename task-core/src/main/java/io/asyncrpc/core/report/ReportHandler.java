package io.asyncrpc.core.report;

import io.asyncrpc.core.certificate.RotationRelay;
import io.asyncrpc.core.certificate.Shown;
import io.asyncrpc.core.device.AccountRepairStore;
import io.asyncrpc.core.device.PresenceStore;
import io.asyncrpc.core.dispatch.Dispatch;
import io.asyncrpc.core.dispatch.DispatchPublisher;
import io.asyncrpc.core.event.EventJournal;
import io.asyncrpc.core.event.SaidEvent;
import io.asyncrpc.core.login.RefusedLoginStore;
import io.asyncrpc.core.retention.PurgeStore;
import io.asyncrpc.core.ring.RingRelay;
import io.asyncrpc.core.task.Task;
import io.asyncrpc.core.task.TaskMetrics;
import io.asyncrpc.core.task.TaskStore;
import io.asyncrpc.core.task.TaskWork;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One batch of reports, from what is stored to what is said: load by ids, fold in order of arrival, write once, take those
 * that lost against another writer again, then answer.
 */
@ApplicationScoped
class ReportHandler {
    /** A poll looks at this many waiting tasks of its device, and at one more for each report of the device in the batch. */
    private static final int LOOK_AHEAD = 8;

    /** At most 256 KiB of payload each, so 16 MiB and their JSON in memory at a time. */
    private static final int ANSWERED_AT_ONCE = 64;

    /** A database that does not answer is one that is away: the batch is taken again, on another connection. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final TaskStore tasks;
    private final PurgeStore purges;
    private final EventJournal journal;
    private final PresenceStore presence;
    private final RingRelay rings;
    private final AccountRepairStore accounts;
    private final RotationRelay rotations;
    private final RefusedLoginStore logins;
    private final DispatchPublisher publisher;
    private final TaskMetrics metrics;
    private final ReportTraces traces;
    private final InstantSource clock;

    ReportHandler(
            TaskStore tasks,
            PurgeStore purges,
            EventJournal journal,
            PresenceStore presence,
            RingRelay rings,
            AccountRepairStore accounts,
            RotationRelay rotations,
            RefusedLoginStore logins,
            DispatchPublisher publisher,
            TaskMetrics metrics,
            ReportTraces traces,
            InstantSource clock) {
        this.tasks = tasks;
        this.purges = purges;
        this.journal = journal;
        this.presence = presence;
        this.rings = rings;
        this.accounts = accounts;
        this.rotations = rotations;
        this.logins = logins;
        this.publisher = publisher;
        this.metrics = metrics;
        this.traces = traces;
        this.clock = clock;
    }

    /** Stores all effects, and gives the answers that are owed from then on. May be repeated as a whole. */
    Uni<List<Dispatch>> settle(List<Report> reports) {
        List<Report.Said> said = reports.stream()
                .filter(Report.Said.class::isInstance)
                .map(Report.Said.class::cast)
                .toList();
        List<SaidEvent> events = reports.stream()
                .filter(Report.Event.class::isInstance)
                .map(report -> ((Report.Event) report).said())
                .toList();
        Instant taken = clock.instant();
        return keepPresence(reports, seen(said, events))
                .chain(() -> compareAccounts(reports))
                .chain(() -> countLogins(reports))
                .chain(() -> rotations.take(shown(reports)))
                .chain(() -> settle(said, new ArrayList<>(), taken))
                // Last, since an event without a number would be stored again by a repetition.
                .chain(answers -> journal.take(events).map(more -> joined(answers, more)))
                .ifNoItem()
                .after(PATIENCE)
                .fail();
    }

    private static Set<String> seen(List<Report.Said> said, List<SaidEvent> events) {
        return Stream.concat(
                        said.stream().map(Report.Said::deviceId),
                        events.stream().map(SaidEvent::deviceId))
                .collect(Collectors.toSet());
    }

    private Uni<Void> keepPresence(List<Report> reports, Set<String> seen) {
        List<PresenceStore.Change> changes = reports.stream()
                .flatMap(report -> PresenceChanges.of(report).stream())
                .toList();
        // First what would not be found again: once it is stored, a connection that was not heard of is known.
        return presence.findUnheard(changes)
                .chain(unheard -> rings.arrived(Arrivals.of(reports, unheard)))
                .chain(() -> presence.apply(changes))
                .chain(() -> presence.seen(seen, clock.instant()));
    }

    private static List<Shown> shown(List<Report> reports) {
        return reports.stream()
                .flatMap(report -> switch (report) {
                    case Report.Connected c -> Stream.of(c);
                    case Report.Connections all -> all.connections().stream();
                    default -> Stream.<Report.Connected>empty();
                })
                .flatMap(connected -> Stream.ofNullable(connected.certificate()))
                .toList();
    }

    private Uni<Void> compareAccounts(List<Report> reports) {
        return Multi.createFrom()
                .iterable(reports)
                .filter(Report.Accounts.class::isInstance)
                .onItem()
                .transformToUniAndConcatenate(report -> accounts.compare(((Report.Accounts) report).listed()))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> countLogins(List<Report> reports) {
        return Multi.createFrom()
                .iterable(reports)
                .filter(Report.Logins.class::isInstance)
                .onItem()
                .transformToUniAndConcatenate(report -> logins.add(((Report.Logins) report).counted()))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<List<Dispatch>> settle(List<Report.Said> said, List<Dispatch> answers, Instant taken) {
        if (said.isEmpty()) {
            return Uni.createFrom().item(answers);
        }
        return load(said)
                .chain(loaded -> fold(loaded, said))
                .chain(fold -> tasks.write(fold.works())
                        .map(won -> keep(fold, won, answers, taken))
                        .chain(lost -> settle(lost, answers, taken)));
    }

    private Uni<List<Task>> load(List<Report.Said> said) {
        Set<UUID> ids = new HashSet<>();
        Set<UUID> withResults = new HashSet<>();
        Set<String> polling = new HashSet<>();
        for (Report.Said report : said) {
            switch (report) {
                case Report.AboutTask a -> ids.add(a.taskId());
                case Report.Claim c -> {
                    if (c.taskId() == null) {
                        polling.add(c.deviceId());
                    } else {
                        ids.add(c.taskId());
                    }
                }
            }
            if (report instanceof Report.Result r) {
                withResults.add(r.taskId());
            }
        }
        return tasks.load(ids)
                .chain(byId -> tasks.loadOpen(polling, clock.instant(), LOOK_AHEAD + mostOfOneDevice(said))
                        .map(open -> joined(byId, open)))
                .chain(loaded -> addResults(loaded, withResults));
    }

    private static int mostOfOneDevice(List<Report.Said> said) {
        return said.stream()
                .collect(Collectors.groupingBy(Report.Said::deviceId, Collectors.summingInt(one -> 1)))
                .values()
                .stream()
                .max(Integer::compare)
                .orElse(0);
    }

    private Uni<List<Task>> addResults(List<Task> loaded, Set<UUID> reported) {
        List<UUID> repeatable = loaded.stream()
                .filter(t -> t.resultCount() > 0 && reported.contains(t.terms().id()))
                .map(t -> t.terms().id())
                .toList();
        return tasks.loadResults(repeatable)
                .map(results -> loaded.stream()
                        .map(t -> results.containsKey(t.terms().id())
                                ? t.withResults(results.get(t.terms().id()))
                                : t)
                        .toList());
    }

    private Uni<ReportFold> fold(List<Task> loaded, List<Report.Said> said) {
        return purges.purgedAmong(unknown(loaded, said)).map(purged -> {
            ReportFold fold = new ReportFold(loaded, purged, clock.instant());
            said.forEach(fold::take);
            return fold;
        });
    }

    /** Results of tasks that are not there, as a device brings them that was away for very long. */
    private static Set<UUID> unknown(List<Task> loaded, List<Report.Said> said) {
        Set<UUID> unknown = said.stream()
                .filter(Report.Result.class::isInstance)
                .map(report -> ((Report.Result) report).taskId())
                .collect(Collectors.toSet());
        loaded.forEach(task -> unknown.remove(task.terms().id()));
        return unknown;
    }

    /** Takes the answers of what was written over, and returns what has to be taken again. */
    private List<Report.Said> keep(ReportFold fold, Set<UUID> won, List<Dispatch> answers, Instant taken) {
        Set<UUID> lost = fold.works().stream()
                .filter(TaskWork::isChanged)
                .map(TaskWork::id)
                .filter(id -> !won.contains(id))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        rings.freedBy(fold.works(), won);
        List<Report.Said> again = new ArrayList<>();
        for (ReportFold.Folded folded : fold.folded()) {
            if (folded.task() != null && lost.contains(folded.task())) {
                again.add(folded.report());
            } else {
                metrics.decided(folded.decision());
                traces.stored(fold, folded, taken);
                if (folded.answer() != null) {
                    answers.add(folded.answer());
                }
            }
        }
        return again;
    }

    /** Done when the broker has them, however long that takes. In slices and in order: payloads are large, and all of a batch at once could be more than there is memory. */
    Uni<Void> answer(List<Dispatch> answers) {
        List<List<Dispatch>> slices = new ArrayList<>();
        for (int from = 0; from < answers.size(); from += ANSWERED_AT_ONCE) {
            slices.add(answers.subList(from, Math.min(from + ANSWERED_AT_ONCE, answers.size())));
        }
        return Multi.createFrom()
                .iterable(slices)
                .onItem()
                .transformToUniAndConcatenate(this::say)
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> say(List<Dispatch> slice) {
        List<UUID> handedOut = slice.stream()
                .filter(Dispatch.Handout.class::isInstance)
                .map(a -> ((Dispatch.Handout) a).terms().id())
                .distinct()
                .toList();
        return tasks.loadPayloads(handedOut)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .chain(payloads -> publisher.say(withPayloads(slice, payloads)))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }

    private static List<Dispatch> withPayloads(List<Dispatch> answers, Map<UUID, byte[]> payloads) {
        return answers.stream()
                .map(a -> a instanceof Dispatch.Handout h
                        ? h.withPayload(payloads.get(h.terms().id()))
                        : a)
                .toList();
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
