package io.asyncrpc.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** What holds in every life, whatever comes, how often and in which order. A failure names the seed of its life. */
class TaskLifeTest {
    private static final int LIVES = 10_000;
    private static final int EVENTS = 40;
    private static final int MOST_STEPS_TO_THE_END = 2_000;

    @Test
    void noLifeBreaksTheLaws() {
        for (long seed = 1; seed <= LIVES; seed++) {
            live(seed);
        }
    }

    private static void live(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String life = "life " + seed;
        Task task = Task.submitted(terms(random), Tasks.START);
        List<TaskMove> history = new ArrayList<>(List.of(TaskMove.submitted(task)));
        Instant now = Tasks.START;
        check(life, task, history);
        for (int i = 0; i < EVENTS; i++) {
            now = later(random, task, now);
            TaskWork work = new TaskWork(task);
            work.take(event(random), now);
            checkStep(life, task, work.task());
            task = work.task();
            history.addAll(work.moves());
            check(life, task, history);
        }
        ends(life, task, history, now);
    }

    /** Nothing but time from here on. */
    private static void ends(String life, Task task, List<TaskMove> history, Instant now) {
        Task current = task;
        Instant moment = now;
        for (int steps = 0; !current.state().isFinal(); steps++) {
            assertThat(steps).as("%s ends", life).isLessThan(MOST_STEPS_TO_THE_END);
            Instant due = Objects.requireNonNull(current.dueAt());
            moment = due.isAfter(moment) ? due : moment;
            TaskWork work = new TaskWork(current);
            assertThat(work.take(new TaskEvent.TimePassed(), moment))
                    .as("%s: what is due happens", life)
                    .isInstanceOf(Decision.Moved.class);
            current = work.task();
            history.addAll(work.moves());
            check(life, current, history);
        }
        checkHistory(life, current, history);
    }

    private static void checkStep(String life, Task before, Task after) {
        assertThat(after.version()).as("%s: version", life).isGreaterThanOrEqualTo(before.version());
        assertThat(after.attempt()).as("%s: attempt", life).isGreaterThanOrEqualTo(before.attempt());
        assertThat(after.revision()).as("%s: revision", life).isEqualTo(before.revision());
        if (before.state().isFinal()) {
            assertThat(after.state()).as("%s: final is final", life).isEqualTo(before.state());
            assertThat(after.attempt()).as("%s: final", life).isEqualTo(before.attempt());
            assertThat(after.outcome()).as("%s: final", life).isEqualTo(before.outcome());
            assertThat(after.resultId()).as("%s: final", life).isEqualTo(before.resultId());
            assertThat(after.finishedAt()).as("%s: final", life).isEqualTo(before.finishedAt());
            assertThat(after.failure()).as("%s: final", life).isEqualTo(before.failure());
        }
    }

    private static void check(String life, Task t, List<TaskMove> history) {
        boolean isFinal = t.state().isFinal();
        boolean locked = t.state() == TaskState.LOCKED;
        assertThat(t.version()).as("%s: a line for each version", life).isEqualTo(history.size());
        assertThat(t.attempt()).as("%s: attempts", life).isBetween(0, t.terms().maxAttempts());
        assertThat(t.dueAt() == null).as("%s: due unless final", life).isEqualTo(isFinal);
        assertThat(t.finishedAt() != null).as("%s: finishedAt", life).isEqualTo(isFinal);
        assertThat(t.outcome() != null).as("%s: outcome", life).isEqualTo(isFinal);
        assertThat(t.leaseUntil() != null).as("%s: lease", life).isEqualTo(locked);
        assertThat(t.resultCount())
                .as("%s: results", life)
                .isEqualTo(t.results().size());
        assertThat(t.furtherCount()).as("%s: further results", life).isBetween(0, 16);
        assertThat(t.failure() == null || t.state() != TaskState.DONE)
                .as("%s: no failure when done", life)
                .isTrue();
        assertThat(t.cancelRequestedAt() == null || isFinal || locked)
                .as("%s: cancelling", life)
                .isTrue();
        if (t.state() == TaskState.FAILED) {
            assertThat(t.failure()).as("%s: a failure is told", life).isNotNull();
        }
        if (locked) {
            Instant end = Objects.requireNonNull(t.lockedAt()).plus(t.terms().attemptTimeout());
            assertThat(t.leaseUntil()).as("%s: lease within the attempt", life).isBeforeOrEqualTo(end);
            assertThat(t.dueAt()).as("%s: due by the lease", life).isBeforeOrEqualTo(t.leaseUntil());
        } else if (!isFinal) {
            assertThat(t.dueAt())
                    .as("%s: due by the deadline", life)
                    .isBeforeOrEqualTo(t.terms().expiresAt());
        }
    }

    private static void checkHistory(String life, Task task, List<TaskMove> history) {
        for (int i = 0; i < history.size(); i++) {
            TaskMove move = history.get(i);
            assertThat(move.version()).as("%s: gapless", life).isEqualTo(i + 1);
            assertThat(move.from())
                    .as("%s: chained", life)
                    .isEqualTo(i == 0 ? null : history.get(i - 1).to());
            if (move.cause() == Cause.CLAIMED) {
                assertThat(move.from()).as("%s: one attempt at a time", life).isIn(TaskState.NEW, TaskState.PENDING);
            }
        }
        assertThat(history.getLast().to()).as(life).isEqualTo(task.state());
        assertThat(history.stream().filter(m -> m.cause() == Cause.CLAIMED).map(TaskMove::attempt))
                .as("%s: no attempt is claimed twice", life)
                .doesNotHaveDuplicates();
    }

    private static TaskTerms terms(RandomGenerator r) {
        Instant notBefore = r.nextInt(4) == 0 ? Tasks.at(r.nextInt(-100, 5_000)) : null;
        Instant opens = notBefore != null && notBefore.isAfter(Tasks.START) ? notBefore : Tasks.START;
        int lease = r.nextInt(5, 2_000);
        return new TaskTerms(
                TaskId.next(Tasks.START),
                "acme",
                Tasks.DEVICE,
                "17",
                r.nextInt(10),
                r.nextInt(1, 11),
                Duration.ofSeconds(lease),
                Duration.ofSeconds(lease + r.nextInt(2_000)),
                null,
                Tasks.START,
                notBefore,
                opens.plusSeconds(r.nextInt(1, 200_000)));
    }

    /** At once, soon, much later, or exactly when something is due. */
    private static Instant later(RandomGenerator r, Task task, Instant now) {
        Instant due = task.dueAt();
        return switch (r.nextInt(8)) {
            case 0, 1, 2 -> now;
            case 3, 4 -> now.plusMillis(r.nextInt(30_000));
            case 5 -> now.plusSeconds(r.nextInt(20_000));
            default -> due != null && due.isAfter(now) ? due : now;
        };
    }

    private static TaskEvent event(RandomGenerator r) {
        return switch (r.nextInt(16)) {
            case 0, 1 -> new TaskEvent.Acknowledged();
            case 2, 3, 4, 5 -> new TaskEvent.Claimed();
            case 6 -> new TaskEvent.Progressed(r.nextInt(101), null);
            case 7, 8, 9, 10 -> result(r);
            case 11 -> r.nextInt(4) == 0 ? Tasks.cancel(r.nextInt(1, 100)) : new TaskEvent.TimePassed();
            case 12 -> r.nextInt(6) == 0 ? Tasks.event("force") : new TaskEvent.TimePassed();
            case 13 -> r.nextInt(12) == 0 ? new TaskEvent.DeviceDeleted() : new TaskEvent.TimePassed();
            default -> new TaskEvent.TimePassed();
        };
    }

    private static TaskEvent result(RandomGenerator r) {
        int[] status = {200, 201, 408, 425, 429, 503, 503, 503, 499, 500};
        Integer attempt = r.nextBoolean() ? null : r.nextInt(0, 12);
        Integer retryAfter = r.nextInt(3) == 0 ? r.nextInt(0, 10_000) : null;
        return Tasks.result(status[r.nextInt(status.length)], attempt, retryAfter, "body " + r.nextInt(8));
    }
}
