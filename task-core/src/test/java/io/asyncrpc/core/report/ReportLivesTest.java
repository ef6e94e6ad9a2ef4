package io.asyncrpc.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.dispatch.Dispatch;
import io.asyncrpc.core.report.ReportFold.Folded;
import io.asyncrpc.core.task.Task;
import io.asyncrpc.core.task.TaskEvent;
import io.asyncrpc.core.task.TaskLaws;
import io.asyncrpc.core.task.TaskMove;
import io.asyncrpc.core.task.TaskWork;
import io.asyncrpc.core.task.Tasks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Batches of random reports of two devices about tasks of both and of nobody, one batch after the other: no task breaks a
 * law, foreign words change nothing, and each question and each result has one answer. A failure names its seed.
 */
class ReportLivesTest {
    private static final int LIVES = 1_000;
    private static final int BATCHES = 12;
    private static final String PUMP = Tasks.DEVICE;
    private static final String OTHER = "pump-8";
    private static final UUID NOBODYS = UUID.fromString("01957e5a-7c00-7000-8000-000000000001");

    private final Map<UUID, Task> tasks = new LinkedHashMap<>();
    private final Map<UUID, List<TaskMove>> histories = new LinkedHashMap<>();

    @Test
    void noBatchBreaksTheLaws() {
        LongStream.rangeClosed(1, LIVES).forEach(this::live);
    }

    @Test
    void norDoesABatchNobodySawBefore() {
        long seed = System.nanoTime();
        System.out.println("ReportLivesTest: lives from seed " + seed);
        LongStream.range(seed, seed + LIVES / 2).forEach(this::live);
    }

    private void live(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String life = "life " + seed;
        tasks.clear();
        histories.clear();
        List.of(PUMP, PUMP, OTHER, OTHER).forEach(device -> submit(device, random.nextInt(10)));
        Instant now = Tasks.START;
        for (int i = 0; i < BATCHES; i++) {
            now = now.plusMillis(random.nextInt(3) == 0 ? random.nextInt(400_000) : random.nextInt(2_000));
            sweep(random, now);
            ReportFold fold = new ReportFold(tasks.values(), Set.of(), now);
            for (int said = random.nextInt(1, 8); said > 0; said--) {
                fold.take(report(random));
            }
            Instant moment = now;
            fold.folded().forEach(folded -> checkAnswer(life, folded, moment));
            fold.works().forEach(work -> keep(life, work));
        }
        tasks.forEach((id, task) -> TaskLaws.checkHistory(life, task, history(id)));
    }

    private void submit(String device, int priority) {
        Task task = Task.submitted(Tasks.terms(device, priority, null), Tasks.START);
        tasks.put(task.terms().id(), task);
        histories.put(task.terms().id(), new ArrayList<>(List.of(TaskMove.submitted(task))));
    }

    /** The sweep is late now and then. */
    private void sweep(RandomGenerator random, Instant now) {
        if (random.nextBoolean()) {
            for (Task task : List.copyOf(tasks.values())) {
                TaskWork work = new TaskWork(task);
                work.take(new TaskEvent.TimePassed(), now);
                keep("sweep", work);
            }
        }
    }

    private void keep(String life, TaskWork work) {
        Task before = tasks.put(work.id(), work.task());
        TaskLaws.checkStep(life, Objects.requireNonNull(before), work.task());
        TaskLaws.checkMoment(life, work.task());
        history(work.id()).addAll(work.moves());
    }

    private List<TaskMove> history(UUID id) {
        return Objects.requireNonNull(histories.get(id));
    }

    private void checkAnswer(String life, Folded folded, Instant now) {
        Report.Said report = folded.report();
        UUID about = about(report);
        boolean mine = about == null || owner(about).equals(report.deviceId());
        if (!mine) {
            assertThat(folded.task()).as("%s: %s moves nothing", life, report).isNull();
            assertThat(folded.answer())
                    .as("%s: foreign and unknown ids get the same answer", life)
                    .isEqualTo(new Dispatch.Refused(
                            report.deviceId(), about, 404, "not-found", "no such task for this device"));
        } else if (report instanceof Report.Claim || report instanceof Report.Result) {
            assertThat(folded.answer()).as("%s: %s has an answer", life, report).isNotNull();
        } else {
            assertThat(folded.answer())
                    .as("%s: %s needs no answer", life, report)
                    .isNull();
        }
        if (folded.answer() instanceof Dispatch.Handout handout) {
            assertThat(handout.terms().deviceId()).as(life).isEqualTo(report.deviceId());
            assertThat(handout.leaseUntil())
                    .as("%s: no payload after its lease", life)
                    .isAfter(now);
        }
    }

    private String owner(UUID id) {
        Task task = tasks.get(id);
        return task == null ? "" : task.terms().deviceId();
    }

    private static @Nullable UUID about(Report.Said report) {
        return switch (report) {
            case Report.Claim c -> c.taskId();
            case Report.AboutTask a -> a.taskId();
        };
    }

    private Report.Said report(RandomGenerator r) {
        String device = r.nextBoolean() ? PUMP : OTHER;
        List<UUID> ids = List.copyOf(tasks.keySet());
        UUID id = r.nextInt(10) == 0 ? NOBODYS : ids.get(r.nextInt(ids.size()));
        return switch (r.nextInt(8)) {
            case 0 -> new Report.Acknowledged(device, id);
            case 1 -> new Report.Progress(device, id, r.nextInt(101), null);
            case 2, 3 -> new Report.Claim(device, null);
            case 4, 5 -> new Report.Claim(device, id);
            default -> {
                int status = List.of(200, 500, 503, 503, 499).get(r.nextInt(5));
                Integer attempt = r.nextBoolean() ? null : r.nextInt(0, 4);
                yield new Report.Result(device, id, Tasks.result(status, attempt, null, "body " + r.nextInt(3)));
            }
        };
    }
}
