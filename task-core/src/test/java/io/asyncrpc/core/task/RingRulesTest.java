package io.asyncrpc.core.task;

import static io.asyncrpc.core.task.Tasks.after;
import static io.asyncrpc.core.task.Tasks.at;
import static io.asyncrpc.core.task.Tasks.event;
import static io.asyncrpc.core.task.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a device that comes, and one with too many tasks, does to the doorbell; none of it is a move a client sees. */
class RingRulesTest {
    @ParameterizedTest(name = "{0} + {1} at {2} s -> {3}")
    @CsvSource(delimiter = '|', textBlock = """
            new      | ring      |    4 | rings
            new      | ring 3    |    4 | rings
            new      | ring 4.5  |    4 | due at 4.5
            new      | ring 60   |    4 | NOT_DUE
            new      | ring      | 3600 | TOO_LATE
            later    | ring      |    4 | TOO_EARLY
            later    | ring      |  600 | rings
            backoff  | ring      |  129 | TOO_EARLY
            backoff  | ring      |  130 | rings
            pending  | ring      |    4 | rings
            pending  | ring 9    |    4 | due at 9
            locked   | ring      |    4 | NOT_DUE
            stopping | ring      |    4 | cancels
            stopping | ring 5    |    4 | due at 5
            stopping | ring 30   |    4 | NOT_DUE
            stopping | ring      |   62 | TOO_LATE
            done     | ring      |    4 | FINAL
            failed   | ring      |    4 | FINAL
            expired  | ring      | 3601 | FINAL
            canceled | ring      |    4 | FINAL
            new      | queued    |    4 | silent
            new      | queued    | 3600 | TOO_LATE
            pending  | queued    |    4 | silent
            backoff  | queued    |  130 | silent
            locked   | queued    |    4 | NOT_DUE
            stopping | queued    |    4 | NOT_DUE
            done     | queued    |    4 | FINAL
            """)
    void tells(String state, String event, double seconds, String expected) {
        // Given
        Task before = task(state);

        // When
        Decision decision = before.on(event(event), at(seconds));

        // Then
        assertThat(seen(decision, at(seconds))).isEqualTo(expected);
        if (decision instanceof Decision.Moved moved) {
            assertThat(moved.cause()).isEqualTo(Cause.SAID_AGAIN);
            assertThat(moved.task().version()).isEqualTo(before.version());
            assertThat(moved.task().state()).isEqualTo(before.state());
        }
    }

    private static String seen(Decision decision, Instant now) {
        return switch (decision) {
            case Decision.Ignored i -> i.reason().name();
            case Decision.Moved m -> seen(m.task(), now);
        };
    }

    private static String seen(Task task, Instant now) {
        Duration pause = Duration.between(now, Objects.requireNonNull(task.dueAt()));
        if (task.state() == TaskState.LOCKED && pause.equals(Duration.ofSeconds(10))) {
            return "cancels";
        }
        Duration ring = RingPolicy.pause(task.state(), 1, task.terms().id());
        if (task.rings() == 1 && pause.equals(ring)) {
            return "rings";
        }
        if (task.rings() == 0 && pause.compareTo(Duration.ofMinutes(12)) > 0) {
            return "silent";
        }
        return "due at "
                + String.valueOf(Duration.between(Tasks.START, task.dueAt()).toMillis() / 1000.0)
                        .replaceAll("[.]0$", "");
    }

    @Test
    void pausesBeginAnewForADeviceThatComes() {
        // Given
        Task longAway = after(after(task("new"), event("time"), 6), event("time"), 20);

        // When
        Task rung = after(longAway, event("ring"), 25);

        // Then
        assertThat(longAway.rings()).isEqualTo(3);
        assertThat(rung.rings()).isEqualTo(1);
        assertThat(rung.dueAt()).isBefore(at(31));
    }

    @Test
    void taskBehindOthersIsStoredSilent() {
        // When
        Task queued = Task.queued(Tasks.terms(), Tasks.START);
        Task later = Task.queued(Tasks.terms("pump-7", 0, at(600)), Tasks.START);

        // Then
        assertThat(queued.rings()).isZero();
        assertThat(queued.dueAt()).as("a quarter of its time").isBetween(at(800), at(1000));
        assertThat(queued.version()).isEqualTo(1);
        assertThat(later.dueAt()).isEqualTo(at(600));
    }
}
