package io.asyncrpc.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What holds in every life, whatever comes, how often and in which order: {@link TaskLaws}. Words travel: they come late,
 * twice, reordered, and with attempts of some other task. A failure names the seed of its life.
 */
class TaskLifeTest {
    private static final int LIVES = 10_000;
    private static final int FRESH_LIVES = 2_000;
    private static final int EVENTS = 40;
    private static final int MOST_STEPS_TO_THE_END = 2_000;

    @Test
    void noLifeBreaksTheLaws() {
        LongStream.rangeClosed(1, LIVES).forEach(TaskLifeTest::live);
    }

    @Test
    void norDoesALifeNobodyLivedBefore() {
        long seed = System.nanoTime();
        System.out.println("TaskLifeTest: lives from seed " + seed);
        LongStream.range(seed, seed + FRESH_LIVES).forEach(TaskLifeTest::live);
    }

    private static void live(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String life = "life " + seed;
        Task task = Task.submitted(terms(random), Tasks.START);
        List<TaskMove> history = new ArrayList<>(List.of(TaskMove.submitted(task)));
        List<TaskEvent> underWay = new ArrayList<>();
        Instant now = Tasks.START;
        TaskLaws.checkMoment(life, task);
        for (int i = 0; i < EVENTS; i++) {
            now = later(random, task, now);
            underWay.add(event(random));
            TaskWork work = new TaskWork(task);
            work.take(arriving(random, underWay), now);
            TaskLaws.checkStep(life, task, work.task());
            task = work.task();
            history.addAll(work.moves());
            TaskLaws.checkMoment(life, task);
        }
        ends(life, task, history, now);
    }

    /** The newest word, or an earlier one; some stay under way and come again. */
    private static TaskEvent arriving(RandomGenerator r, List<TaskEvent> underWay) {
        int which = r.nextInt(3) == 0 ? r.nextInt(underWay.size()) : underWay.size() - 1;
        return r.nextInt(4) == 0 ? underWay.get(which) : underWay.remove(which);
    }

    /** Nothing but time from here on, and what is due is done when it is due. */
    private static void ends(String life, Task task, List<TaskMove> history, Instant now) {
        Instant longest = task.terms().expiresAt().plus(task.terms().attemptTimeout());
        Instant latest = longest.isAfter(now) ? longest : now;
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
            TaskLaws.checkStep(life, current, work.task());
            current = work.task();
            history.addAll(work.moves());
            TaskLaws.checkMoment(life, current);
        }
        TaskLaws.checkHistory(life, current, history);
        assertThat(current.finishedAt()).as("%s ends in time", life).isBeforeOrEqualTo(latest);
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

    /** The words of {@link Tasks#EVENTS}, claims, results and time the most; what ends a life early the least. */
    private static TaskEvent event(RandomGenerator r) {
        return switch (r.nextInt(16)) {
            case 0, 1, 2, 3 -> new TaskEvent.Claimed();
            case 4, 5, 6, 7 -> result(r);
            case 8, 9, 10 -> Tasks.event(Tasks.EVENTS.get(r.nextInt(Tasks.EVENTS.size())));
            case 11 -> new TaskEvent.Acknowledged();
            case 12 -> new TaskEvent.Progressed(r.nextInt(101), null);
            case 13 -> r.nextInt(4) == 0 ? Tasks.cancel(r.nextInt(1, 100)) : new TaskEvent.TimePassed();
            case 14 -> r.nextBoolean() ? new TaskEvent.Queued() : Tasks.event("ring " + r.nextInt(20_000));
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
