package io.asyncrpc.core.report;

import static io.asyncrpc.core.task.Tasks.START;
import static io.asyncrpc.core.task.Tasks.at;
import static io.asyncrpc.core.task.Tasks.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.dispatch.Dispatch;
import io.asyncrpc.core.dispatch.Dispatch.Nothing;
import io.asyncrpc.core.task.Decision;
import io.asyncrpc.core.task.Task;
import io.asyncrpc.core.task.TaskEvent;
import io.asyncrpc.core.task.TaskState;
import io.asyncrpc.core.task.Tasks;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The reports of one batch, folded in their order: what each device is answered. */
class ReportFoldTest {
    private static final String PUMP = Tasks.DEVICE;
    private static final String OTHER = "pump-8";

    @Test
    void pollGivesByPriorityThenByAge() {
        // Given
        Task low = fresh(PUMP, 0);
        Task high = fresh(PUMP, 9);
        Task older = fresh(PUMP, 5);
        Task newer = fresh(PUMP, 5);
        List<Task> open = List.of(newer, low, older, high);

        // When
        List<Dispatch> answers =
                fold(2, open, next(PUMP), done(high), next(PUMP), done(older), next(PUMP), done(newer), next(PUMP));

        // Then
        assertThat(handedOut(answers)).containsExactly(id(high), id(older), id(newer), id(low));
    }

    @Test
    void pollGivesFirstWhatTheDeviceHolds() {
        // Given
        Task held = Tasks.after(fresh(PUMP, 0), new TaskEvent.Claimed(), 1);
        Task urgent = fresh(PUMP, 9);

        // When
        List<Dispatch> answers = fold(2, List.of(urgent, held), next(PUMP), next(PUMP));

        // Then
        assertThat(handedOut(answers)).containsExactly(id(held), id(held));
        assertThat(answers)
                .allSatisfy(a -> assertThat(((Dispatch.Handout) a).attempt()).isEqualTo(1));
    }

    @Test
    void twoPollsOfOneDeviceAreOneClaim() {
        // Given
        Task first = fresh(PUMP, 0);
        Task second = fresh(PUMP, 0);

        // When
        List<Dispatch> answers = fold(2, List.of(first, second), next(PUMP), next(PUMP));

        // Then
        assertThat(handedOut(answers)).containsExactly(id(first), id(first));
    }

    @Test
    void pollGivesAHeldTaskWhoseLeaseIsOverANewAttempt() {
        // Given
        Task held = Tasks.after(fresh(PUMP, 0), new TaskEvent.Claimed(), 1);

        // When
        List<Dispatch> answers = fold(302, List.of(held), next(PUMP));

        // Then
        assertThat(answers).singleElement().isInstanceOfSatisfying(Dispatch.Handout.class, h -> {
            assertThat(h.attempt()).isEqualTo(2);
            assertThat(h.state()).isEqualTo(TaskState.NEW);
            assertThat(h.lockedAt()).isEqualTo(at(302));
        });
    }

    @Test
    void pollSkipsWhatIsOverOrMustWait() {
        // Given
        Task over = fresh(PUMP, 9);
        Task waiting = Task.submitted(Tasks.terms(PUMP, 9, at(4000)), START);
        Task open = Task.submitted(Tasks.terms(PUMP, 0, at(100)), START);

        // When
        List<Dispatch> answers = fold(3650, List.of(over, waiting, open), next(PUMP));

        // Then
        assertThat(handedOut(answers)).containsExactly(id(open));
    }

    @Test
    void pollWithoutATaskSaysWhy() {
        assertThat(fold(2, List.of(), next(PUMP)))
                .containsExactly(new Nothing(PUMP, null, Nothing.Reason.NOTHING, at(2)));
        assertThat(fold(2, List.of(Tasks.fresh(at(600))), next(PUMP)))
                .containsExactly(new Nothing(PUMP, null, Nothing.Reason.TOO_EARLY, at(2)));
        assertThat(fold(2, List.of(fresh(OTHER, 0)), next(PUMP)))
                .containsExactly(new Nothing(PUMP, null, Nothing.Reason.NOTHING, at(2)));
    }

    @Test
    void askingForACertainTaskSaysWhyNot() {
        // Given
        Task early = Tasks.fresh(at(600));
        Task done = Tasks.after(fresh(PUMP, 0), result(200, null, null, "x"), 1);
        Task over = fresh(PUMP, 0);

        // When
        List<Dispatch> answers = fold(3600, List.of(early, done, over), claim(done), claim(over));

        // Then
        assertThat(answers)
                .containsExactly(
                        new Nothing(PUMP, id(done), Nothing.Reason.FINAL, at(3600)),
                        new Nothing(PUMP, id(over), Nothing.Reason.FINAL, at(3600)));
        assertThat(fold(2, List.of(early), claim(early)))
                .containsExactly(new Nothing(PUMP, id(early), Nothing.Reason.TOO_EARLY, at(2)));
    }

    @Test
    void foreignAndUnknownTasksLookTheSame() {
        // Given
        Task foreign = fresh(OTHER, 0);
        UUID unknown = UUID.randomUUID();

        // When
        ReportFold fold = folded(
                2,
                List.of(foreign),
                new Report.Claim(PUMP, id(foreign)),
                new Report.Claim(PUMP, unknown),
                new Report.Acknowledged(PUMP, id(foreign)),
                new Report.Progress(PUMP, id(foreign), 1, null),
                new Report.Result(PUMP, id(foreign), result(200, null, null, "x")),
                new Report.Result(PUMP, unknown, result(200, null, null, "x")));

        // Then
        assertThat(fold.works()).noneMatch(w -> w.isChanged());
        assertThat(answers(fold))
                .hasSize(6)
                .allSatisfy(a -> assertThat(a).isInstanceOfSatisfying(Dispatch.Refused.class, r -> {
                    assertThat(r.deviceId()).isEqualTo(PUMP);
                    assertThat(r.status()).isEqualTo(404);
                    assertThat(r.code()).isEqualTo("not-found");
                    assertThat(r.detail()).isEqualTo("no such task for this device");
                }));
    }

    @Test
    void wholeCallInOneBatchIsDone() {
        // Given
        Task task = fresh(PUMP, 0);

        // When
        ReportFold fold = folded(
                2,
                List.of(task),
                new Report.Acknowledged(PUMP, id(task)),
                claim(task),
                new Report.Progress(PUMP, id(task), 50, "half"),
                done(task),
                done(task),
                next(PUMP));

        // Then
        assertThat(fold.works()).singleElement().satisfies(w -> {
            assertThat(w.task().state()).isEqualTo(TaskState.DONE);
            assertThat(w.moves()).hasSize(4);
        });
        assertThat(answers(fold))
                .satisfiesExactly(
                        a -> assertThat(a).isInstanceOf(Dispatch.Handout.class),
                        a -> assertThat(a).isEqualTo(new Dispatch.Committed(PUMP, id(task), "0", 1)),
                        a -> assertThat(a).isEqualTo(new Dispatch.Committed(PUMP, id(task), "0", 1)),
                        a -> assertThat(a).isInstanceOf(Nothing.class));
    }

    @Test
    void resultOfAnAttemptThatNeverWasIsRefused() {
        // Given
        Task task = Tasks.after(fresh(PUMP, 0), new TaskEvent.Claimed(), 1);

        // When
        List<Dispatch> answers = fold(2, List.of(task), new Report.Result(PUMP, id(task), result(200, 2, null, "x")));

        // Then
        assertThat(answers)
                .singleElement()
                .isInstanceOfSatisfying(
                        Dispatch.Refused.class, r -> assertThat(r.status()).isEqualTo(422));
    }

    @Test
    void resultsPastTheLastKeptOneAreCommittedAsNone() {
        // Given
        Task task = Tasks.after(fresh(PUMP, 0), result(200, null, null, "first"), 1);
        Report.Said[] results = IntStream.range(0, 17)
                .mapToObj(i -> new Report.Result(PUMP, id(task), result(500, null, null, "again " + i)))
                .toArray(Report.Said[]::new);

        // When
        List<Dispatch> answers = fold(2, List.of(task), results);

        // Then
        assertThat(answers)
                .map(a -> ((Dispatch.Committed) a).resultId())
                .endsWith(16, 17, 0)
                .startsWith(2);
    }

    @Test
    void claimOfATaskThatIsToStopIsAnsweredByTheWish() {
        // Given
        Task locked = Tasks.after(fresh(PUMP, 9), new TaskEvent.Claimed(), 1);
        Task stopping = Tasks.after(locked, new TaskEvent.CancelRequested(false, Duration.ofSeconds(60)), 2);

        // When
        List<Dispatch> answers = fold(3, List.of(stopping), claim(stopping), next(PUMP));

        // Then
        assertThat(answers).containsOnly(new Dispatch.Cancel(PUMP, id(stopping), at(62), true));
    }

    @Test
    void acknowledgementsAndProgressAreNotAnswered() {
        // Given
        Task task = fresh(PUMP, 0);

        // When
        ReportFold fold = folded(
                2,
                List.of(task),
                new Report.Acknowledged(PUMP, id(task)),
                new Report.Progress(PUMP, id(task), 1, null));

        // Then
        assertThat(answers(fold)).isEmpty();
        assertThat(fold.folded().getLast().decision()).isEqualTo(new Decision.Ignored(Decision.Reason.NOT_LOCKED));
    }

    @Test
    void whatIsLeftOfALeaseIsHandedOutAsLongAsItIsASecond() {
        // Given
        Task held = Tasks.after(fresh(PUMP, 0), new TaskEvent.Claimed(), 1);

        // When
        List<Dispatch> inTime = fold(300, List.of(held), claim(held), next(PUMP));
        ReportFold late = new ReportFold(List.of(held), Set.of(), at(300.5));
        late.take(claim(held));
        late.take(next(PUMP));

        // Then
        assertThat(handedOut(inTime)).containsExactly(id(held), id(held));
        assertThat(answers(late))
                .containsExactly(
                        new Nothing(PUMP, id(held), Nothing.Reason.TOO_EARLY, at(300.5)),
                        new Nothing(PUMP, null, Nothing.Reason.TOO_EARLY, at(300.5)));
    }

    private static Task fresh(String device, int priority) {
        return Task.submitted(Tasks.terms(device, priority, null), START);
    }

    private static UUID id(Task task) {
        return task.terms().id();
    }

    private static Report.Claim next(String device) {
        return new Report.Claim(device, null);
    }

    private static Report.Claim claim(Task task) {
        return new Report.Claim(PUMP, id(task));
    }

    private static Report.Result done(Task task) {
        return new Report.Result(PUMP, id(task), result(200, null, null, "done"));
    }

    private static List<Dispatch> fold(int seconds, List<Task> loaded, Report.Said... said) {
        return answers(folded(seconds, loaded, said));
    }

    private static ReportFold folded(int seconds, List<Task> loaded, Report.Said... said) {
        ReportFold fold = new ReportFold(loaded, Set.of(), at(seconds));
        Arrays.stream(said).forEach(fold::take);
        return fold;
    }

    private static List<Dispatch> answers(ReportFold fold) {
        return fold.folded().stream()
                .<@Nullable Dispatch>map(ReportFold.Folded::answer)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    private static List<UUID> handedOut(List<Dispatch> answers) {
        return answers.stream()
                .filter(Dispatch.Handout.class::isInstance)
                .map(a -> ((Dispatch.Handout) a).terms().id())
                .toList();
    }
}
