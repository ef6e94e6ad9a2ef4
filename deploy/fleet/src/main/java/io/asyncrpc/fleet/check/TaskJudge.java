package io.asyncrpc.fleet.check;

import static io.asyncrpc.fleet.check.Rule.FOREIGN;
import static io.asyncrpc.fleet.check.Rule.NOTHING_LOST;
import static io.asyncrpc.fleet.check.Rule.ONE_ATTEMPT;
import static io.asyncrpc.fleet.check.Rule.RESULTS_ONCE;
import static io.asyncrpc.fleet.check.Rule.RUN_AGAIN;
import static io.asyncrpc.fleet.check.Rule.TRUE_ENDS;
import static io.asyncrpc.fleet.check.Rule.VERSIONS;

import io.asyncrpc.fleet.check.StoredTask.Move;
import io.asyncrpc.fleet.check.StoredTask.Result;
import io.asyncrpc.fleet.record.Run;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** Compares one task as it is stored with what the record tells of it. */
final class TaskJudge {
    private static final int MOST_FURTHER = 16;

    private final Run run;
    private final Sorter sorted;
    private final StoredTask task;
    private final TaskStory story;
    private final DeviceStory device;
    private final Findings findings;

    TaskJudge(Run run, Sorter sorted, StoredTask task, TaskStory story, Findings findings) {
        this.run = run;
        this.sorted = sorted;
        this.task = task;
        this.story = story;
        this.device = story.of(task.device());
        this.findings = findings;
    }

    void judge() {
        new Replay(task, findings).run();
        end();
        results();
        attempts();
        story.sightings.compareWith(task);
        foreign();
    }

    private void end() {
        if (task.overdue()) {
            broken(TRUE_ENDS, "it is still %s, though its time is over (%s)".formatted(task.state(), task.terms()));
        }
        if (run.drained() && !task.isFinal() && !story.submits.isEmpty()) {
            broken(TRUE_ENDS, "it is still %s, though a client saw its end".formatted(task.state()));
        }
        if (task.state().equals("EXPIRED") && !device.handedOut.isEmpty()) {
            broken(TRUE_ENDS, "it is EXPIRED, but attempts %s were handed out".formatted(device.handedOut));
        }
        boolean deleted = sorted.deletedDevices().contains(task.device());
        if (task.hasCause("DEVICE_DELETED") ? !deleted : task.state().equals("CANCELED") && !story.mayBeCancelled()) {
            broken(TRUE_ENDS, "it is CANCELED, but nobody was told that he may cancel it, nor was its device deleted");
        }
        if (story.cancelAnswers.contains(200) && !task.state().equals("CANCELED")) {
            broken(TRUE_ENDS, "a client was told that it is CANCELED, but it is %s".formatted(task.state()));
        }
        if (story.cancelAnswers.contains(202) && !task.hasCause("CANCEL_REQUESTED")) {
            broken(VERSIONS, "a client was told that its device is asked to stop, but its history does not have it");
        }
        if (task.hasCause("CANCEL_REQUESTED") && !story.mayBeCancelled()) {
            broken(VERSIONS, "its history has a CANCEL_REQUESTED that no client asked for");
        }
        if (task.hasCause("ACKNOWLEDGED") && !device.acknowledged) {
            broken(VERSIONS, "its history has an ACKNOWLEDGED that device %s never said".formatted(task.device()));
        }
    }

    private void results() {
        Result decisive = task.decisive();
        Set<String> distinct = new HashSet<>();
        for (Result result : task.results()) {
            if (!distinct.add("%d %s %d %s".formatted(result.attempt(), result.ext(), result.status(), result.sha()))) {
                broken(RESULTS_ONCE, "%s is stored twice".formatted(result));
            }
            if (!device.said(result)) {
                neverSaid(result, result.equals(decisive));
            }
        }
        device.answers.forEach(this::taken);
        device.commits.forEach(this::committed);
    }

    /** 0 is said of a result that is not kept, since there are sixteen further ones. */
    private void committed(int id) {
        boolean stored = id == 0
                ? task.furtherCount() >= MOST_FURTHER
                : task.results().stream().anyMatch(r -> r.id() == id && device.said(r));
        if (!stored) {
            broken(RESULTS_ONCE, "device %s heard cmt of result %d, which is not stored".formatted(task.device(), id));
        }
    }

    private void neverSaid(Result result, boolean decided) {
        story.devices.values().stream()
                .filter(other -> other != device && other.said(result))
                .findFirst()
                .ifPresentOrElse(
                        other -> broken(FOREIGN, "%s is of device %s".formatted(result, other.device)),
                        () -> broken(
                                decided ? TRUE_ENDS : RESULTS_ONCE,
                                "device %s never said %s, by which it is %s"
                                        .formatted(task.device(), result, decided ? task.state() : "marked")));
    }

    private void taken(DeviceStory.Answer answer, DeviceStory.Fate fate) {
        boolean accounted = device.refused
                || task.furtherCount() >= MOST_FURTHER
                || task.results().stream().anyMatch(answer::is);
        if (run.drained() && fate.taken && fate.owed && !accounted) {
            broken(
                    RESULTS_ONCE,
                    "the broker took %s of device %s, which is neither stored nor refused; stored are %s"
                            .formatted(answer, task.device(), task.results()));
        }
    }

    private void attempts() {
        Set<Integer> claimed = new HashSet<>();
        Set<Integer> ended = new HashSet<>();
        for (Move move : task.moves()) {
            if (move.cause().equals("CLAIMED")) {
                claimed.add(move.attempt());
            } else if (move.cause().equals("LEASE_EXPIRED") || move.cause().equals("RETRY_BACKOFF")) {
                ended.add(move.attempt());
            }
        }
        if (!claimed.isEmpty() && !device.asked && !sorted.pollers().contains(task.device())) {
            broken(
                    ONE_ATTEMPT,
                    "attempts %s were claimed, but device %s never asked".formatted(claimed, task.device()));
        }
        for (int attempt : device.handedOut) {
            if (!claimed.contains(attempt)) {
                broken(ONE_ATTEMPT, "attempt %d was handed out but never claimed".formatted(attempt));
            }
        }
        for (int attempt : device.ran) {
            if (attempt > 1 && !ended.contains(attempt - 1)) {
                broken(
                        RUN_AGAIN,
                        "attempt %d ran, but attempt %d was neither lost nor put off".formatted(attempt, attempt - 1));
            }
        }
        device.faults.forEach(fault -> broken(RUN_AGAIN, fault));
    }

    private void foreign() {
        story.foreignAnswers.forEach(answer -> broken(FOREIGN, "a read by " + answer));
        for (DeviceStory other : story.devices.values()) {
            if (other != device && other.told != null) {
                broken(
                        FOREIGN,
                        "device %s heard %s, but it is for device %s"
                                .formatted(other.device, other.told, task.device()));
            }
        }
    }

    /** Where a row comes from: an accepted call, or one whose answer was lost. */
    void origin() {
        StoredTask.Mark mark = Objects.requireNonNull(task.mark());
        boolean accepted = false;
        for (TaskStory.Submitted submit : story.submits) {
            accepted |= submit.call() == mark.call();
            StoredTask.Terms terms = task.terms();
            long ttl = (terms.expiresAt() - terms.opensAt()) / 1_000_000;
            if (!submit.org().equals(task.org())
                    || !submit.device().equals(task.device())
                    || (submit.maxAttempts() != null && submit.maxAttempts() != terms.maxAttempts())
                    || (submit.ttl() != null && submit.ttl() != ttl)) {
                broken(
                        NOTHING_LOST,
                        "%s asked for something else: %s of %s, %s, ttl %d"
                                .formatted(submit, task.device(), task.org(), terms, ttl));
            }
        }
        String objection = accepted ? "" : sorted.submits().objection(task, mark.call());
        if (!objection.isEmpty()) {
            broken(NOTHING_LOST, objection);
        }
    }

    private void broken(Rule rule, String what) {
        findings.violation(rule, "task %s: %s".formatted(task.id(), what));
    }
}
