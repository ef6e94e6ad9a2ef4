package io.asyncrpc.core.task;

import static io.asyncrpc.core.task.Tasks.at;
import static io.asyncrpc.core.task.Tasks.event;
import static io.asyncrpc.core.task.Tasks.restored;
import static io.asyncrpc.core.task.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.task.Decision.Ignored;
import io.asyncrpc.core.task.Decision.Moved;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A task that was open in a backup that was restored: devices may know more of it than the database does. */
class RestoredTaskTest {

    /** What is told at last: the state, the attempt and, at an end, the outcome. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # a result of an attempt that was begun after the backup is believed, as far as there can have been such
            new      | res 200 @1 |   10 | DONE 1 KNOWN
            new      | res 200 @3 |   10 | DONE 3 KNOWN
            new      | res 200 @4 |   10 | UNKNOWN_ATTEMPT
            new      | res 200 @0 |   10 | UNKNOWN_ATTEMPT
            pending  | res 500 @1 |   10 | FAILED 1 KNOWN
            new      | res 503 @2 |   10 | NEW 2
            new      | res 503 @3 |   10 | FAILED 3 KNOWN
            locked   | res 200 @1 |   10 | DONE 1 KNOWN
            locked   | res 200 @2 |   10 | DONE 2 KNOWN
            locked   | res 500 @3 |   10 | FAILED 3 KNOWN
            second   | res 500 @1 |  310 | LOCKED 2
            expired  | res 200 @1 | 3700 | EXPIRED 0 UNKNOWN
            # the next attempt has the number it had when it was begun before, so that a device that did it does not run it again
            new      | req        |   10 | LOCKED 1
            reopened | req        |  310 | LOCKED 2
            # an end that no device told of is one of which nobody knows whether the call was made
            new      | time       | 3600 | EXPIRED 0 UNKNOWN
            pending  | time       | 3600 | EXPIRED 0 UNKNOWN
            backoff  | time       | 3600 | FAILED 1 UNKNOWN
            last     | time       |  903 | FAILED 3 UNKNOWN
            new      | cancel     |   10 | CANCELED 0 UNKNOWN
            backoff  | cancel     |   20 | CANCELED 1 UNKNOWN
            new      | deleted    |   10 | CANCELED 0 UNKNOWN
            # and what the device tells is known
            stopping | res 499 @1 |   10 | CANCELED 1 KNOWN
            """)
    void endsTrue(String given, String event, int seconds, String expected) {
        // Given
        Task before = given.equals("expired")
                ? Tasks.after(restored(task("new")), event("time"), 3600)
                : restored(task(given));

        // When
        Decision decision = before.on(event(event), at(seconds));

        // Then
        assertThat(told(decision)).isEqualTo(expected);
    }

    private static String told(Decision decision) {
        return switch (decision) {
            case Moved m -> told(m.task());
            case Ignored i -> i.reason().name();
        };
    }

    private static String told(Task task) {
        String outcome = task.outcome() == null ? "" : " " + task.outcome();
        return task.state() + " " + task.attempt() + outcome;
    }
}
