package io.asyncrpc.core.task;

import static io.asyncrpc.core.task.Tasks.at;
import static io.asyncrpc.core.task.Tasks.event;
import static io.asyncrpc.core.task.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules as tables (protocol, "Task states"): every state by every event, and each guard on both sides of its edge. */
class TaskTest {
    /**
     * A row is a task of {@link Tasks#task}, at a moment in seconds; a cell is the state that follows, or in small letters
     * why nothing does. The last rows are moments at which the time of the state is over.
     */
    private static final String EVERY_STATE_BY_EVERY_EVENT = """
                          | ack                  | req              | prg        | res 200 | res 500 | res 503 | res 499  | res 200 @1      | res 500 @1      | res 200 @9      | cancel           | force    | deleted  | time     | ring      | queued
            new @4        | PENDING              | LOCKED           | not_locked | DONE    | FAILED  | NEW     | FAILED   | unknown_attempt | unknown_attempt | unknown_attempt | CANCELED         | CANCELED | CANCELED | not_due  | NEW       | NEW
            later @4      | PENDING              | too_early        | not_locked | DONE    | FAILED  | NEW     | FAILED   | unknown_attempt | unknown_attempt | unknown_attempt | CANCELED         | CANCELED | CANCELED | not_due  | too_early | too_early
            backoff @11   | PENDING              | too_early        | not_locked | DONE    | NEW     | NEW     | NEW      | DONE            | NEW             | unknown_attempt | CANCELED         | CANCELED | CANCELED | not_due  | too_early | too_early
            reopened @303 | PENDING              | LOCKED           | not_locked | DONE    | NEW     | NEW     | NEW      | DONE            | NEW             | unknown_attempt | CANCELED         | CANCELED | CANCELED | NEW      | NEW       | NEW
            pending @4    | already_acknowledged | LOCKED           | not_locked | DONE    | FAILED  | NEW     | FAILED   | unknown_attempt | unknown_attempt | unknown_attempt | CANCELED         | CANCELED | CANCELED | not_due  | PENDING   | PENDING
            heard @304    | already_acknowledged | LOCKED           | not_locked | DONE    | PENDING | PENDING | PENDING  | DONE            | PENDING         | unknown_attempt | CANCELED         | CANCELED | CANCELED | not_due  | PENDING   | PENDING
            locked @4     | already_acknowledged | served_again     | LOCKED     | DONE    | FAILED  | NEW     | FAILED   | DONE            | FAILED          | unknown_attempt | LOCKED           | CANCELED | CANCELED | not_due  | not_due   | not_due
            second @304   | already_acknowledged | served_again     | LOCKED     | DONE    | FAILED  | NEW     | FAILED   | DONE            | LOCKED          | unknown_attempt | LOCKED           | CANCELED | CANCELED | not_due  | not_due   | not_due
            last @604     | already_acknowledged | served_again     | LOCKED     | DONE    | FAILED  | FAILED  | FAILED   | DONE            | LOCKED          | unknown_attempt | LOCKED           | CANCELED | CANCELED | not_due  | not_due   | not_due
            late @3700    | already_acknowledged | served_again     | LOCKED     | DONE    | FAILED  | FAILED  | FAILED   | DONE            | FAILED          | unknown_attempt | LOCKED           | CANCELED | CANCELED | not_due  | not_due   | not_due
            stopping @4   | already_acknowledged | cancel_requested | LOCKED     | DONE    | FAILED  | FAILED  | CANCELED | DONE            | FAILED          | unknown_attempt | cancel_requested | CANCELED | CANCELED | not_due  | LOCKED    | not_due
            done @4       | final                | final            | final      | DONE    | DONE    | DONE    | DONE     | DONE            | DONE            | unknown_attempt | final            | final    | final    | final    | final     | final
            failed @4     | final                | final            | final      | FAILED  | FAILED  | FAILED  | FAILED   | FAILED          | FAILED          | unknown_attempt | final            | final    | final    | final    | final     | final
            expired @3601 | final                | final            | final      | EXPIRED | EXPIRED | EXPIRED | EXPIRED  | unknown_attempt | unknown_attempt | unknown_attempt | final            | final    | final    | final    | final     | final
            canceled @4   | final                | final            | final      | CANCELED| CANCELED| CANCELED| CANCELED | unknown_attempt | unknown_attempt | unknown_attempt | final            | final    | final    | final    | final     | final
            new @3600     | PENDING              | too_late         | not_locked | DONE    | FAILED  | FAILED  | FAILED   | unknown_attempt | unknown_attempt | unknown_attempt | CANCELED         | CANCELED | CANCELED | EXPIRED  | too_late  | too_late
            backoff @3600 | PENDING              | too_late         | not_locked | DONE    | NEW     | NEW     | NEW      | DONE            | NEW             | unknown_attempt | CANCELED         | CANCELED | CANCELED | FAILED   | too_late  | too_late
            pending @3600 | already_acknowledged | too_late         | not_locked | DONE    | FAILED  | FAILED  | FAILED   | unknown_attempt | unknown_attempt | unknown_attempt | CANCELED         | CANCELED | CANCELED | EXPIRED  | too_late  | too_late
            heard @3600   | already_acknowledged | too_late         | not_locked | DONE    | PENDING | PENDING | PENDING  | DONE            | PENDING         | unknown_attempt | CANCELED         | CANCELED | CANCELED | FAILED   | too_late  | too_late
            locked @301   | already_acknowledged | too_late         | too_late   | DONE    | FAILED  | NEW     | FAILED   | DONE            | FAILED          | unknown_attempt | LOCKED           | CANCELED | CANCELED | NEW      | not_due   | not_due
            last @903     | already_acknowledged | too_late         | too_late   | DONE    | FAILED  | FAILED  | FAILED   | DONE            | LOCKED          | unknown_attempt | LOCKED           | CANCELED | CANCELED | FAILED   | not_due   | not_due
            stopping @62  | already_acknowledged | too_late         | too_late   | DONE    | FAILED  | FAILED  | CANCELED | DONE            | FAILED          | unknown_attempt | cancel_requested | CANCELED | CANCELED | CANCELED | too_late  | not_due
            """;

    private static final String[][] TABLE =
            EVERY_STATE_BY_EVERY_EVENT.lines().map(TaskTest::cells).toArray(String[][]::new);
    private static final String[] EVENTS = TABLE[0];

    @TestFactory
    Stream<DynamicTest> everyStateByEveryEvent() {
        return rows().flatMap(row -> IntStream.range(1, EVENTS.length)
                .mapToObj(i -> dynamicTest(row[0] + " + " + EVENTS[i] + " -> " + row[i], () -> {
                    // When
                    Decision decision = given(row).on(event(EVENTS[i]), moment(row));

                    // Then
                    assertThat(seen(decision)).isEqualTo(row[i]);
                })));
    }

    @Test
    void theTableHasARowForEveryStateAndAColumnForEveryEvent() {
        assertThat(rows().map(row -> given(row).state())).contains(TaskState.values());
        assertThat(Arrays.stream(EVENTS).skip(1)).containsExactlyElementsOf(Tasks.EVENTS);
        assertThat(Tasks.kinds(Tasks.EVENTS)).contains(TaskEvent.class.getPermittedSubclasses());
        assertThat(rows()).allSatisfy(row -> assertThat(row).hasSameSizeAs(EVENTS));
    }

    @ParameterizedTest(name = "{0} + {1} at {2} s -> {3}")
    @CsvSource(delimiter = '|', textBlock = """
            # claims
            new      | req          | 3599 | LOCKED CLAIMED
            new      | req          | 3600 | TOO_LATE
            pending  | req          | 3600 | TOO_LATE
            later    | req          |  599 | TOO_EARLY
            later    | req          |  600 | LOCKED CLAIMED
            later    | req          | 4199 | LOCKED CLAIMED
            later    | req          | 4200 | TOO_LATE
            backoff  | req          |  129 | TOO_EARLY
            backoff  | req          |  130 | LOCKED CLAIMED
            locked   | req          |  300 | SERVED_AGAIN
            locked   | req          |  301 | TOO_LATE
            late     | req          | 3700 | SERVED_AGAIN
            stopping | req          |   61 | CANCEL_REQUESTED
            stopping | req          |   62 | TOO_LATE
            # progress
            locked   | prg          |  300 | LOCKED PROGRESS
            locked   | prg          |  301 | TOO_LATE
            late     | prg          | 3700 | LOCKED PROGRESS
            stopping | prg          |   62 | TOO_LATE
            # results: a late success still counts, a retry must begin before the deadline
            new      | res 200      | 3601 | DONE RESULT KNOWN
            locked   | res 200      | 9999 | DONE RESULT KNOWN
            late     | res 200      | 3700 | DONE RESULT KNOWN
            second   | res 200 @1   |  303 | DONE RESULT KNOWN
            second   | res 503 @1   |  303 | LOCKED FURTHER_RESULT
            second   | res 503 @2   |  303 | NEW RETRY_BACKOFF
            locked   | res 408      |   10 | NEW RETRY_BACKOFF
            locked   | res 425      |   10 | NEW RETRY_BACKOFF
            locked   | res 429      |   10 | NEW RETRY_BACKOFF
            locked   | res 503 +3589|   10 | NEW RETRY_BACKOFF
            locked   | res 503 +3590|   10 | FAILED RESULT KNOWN
            locked   | res 503 +2147483647 | 10 | FAILED RESULT KNOWN
            locked   | res 500 +1   |   10 | FAILED RESULT KNOWN
            locked   | res 300      |   10 | FAILED RESULT KNOWN
            locked   | res 199      |   10 | FAILED RESULT KNOWN
            locked   | res 299      |   10 | DONE RESULT KNOWN
            locked   | res 0        |   10 | FAILED RESULT KNOWN
            locked   | res -200     |   10 | FAILED RESULT KNOWN
            locked   | res 499      |   10 | FAILED RESULT KNOWN
            locked   | res 200 @0   |   10 | UNKNOWN_ATTEMPT
            locked   | res 200 @-1  |   10 | UNKNOWN_ATTEMPT
            locked   | res 200 @2   |   10 | UNKNOWN_ATTEMPT
            late     | res 503      | 3599 | FAILED RESULT KNOWN
            last     | res 503 +1   |  610 | FAILED RESULT KNOWN
            stopping | res 503      |   10 | FAILED RESULT KNOWN
            stopping | res 499      |   10 | CANCELED CANCELED KNOWN
            stopping | res 200      |   10 | DONE RESULT KNOWN
            # leases
            locked   | time         |  300 | NOT_DUE
            locked   | time         |  301 | NEW LEASE_EXPIRED
            second   | time         |  602 | NEW LEASE_EXPIRED
            last     | time         |  902 | NOT_DUE
            last     | time         |  903 | FAILED LEASE_EXPIRED UNKNOWN
            late     | time         | 3600 | NOT_DUE
            late     | time         | 3799 | NOT_DUE
            late     | time         | 3800 | FAILED LEASE_EXPIRED UNKNOWN
            locked   | time         | 3600 | FAILED LEASE_EXPIRED UNKNOWN
            # deadlines
            new      | time         | 3600 | EXPIRED EXPIRED KNOWN
            pending  | time         | 3600 | EXPIRED EXPIRED KNOWN
            later    | time         | 4200 | EXPIRED EXPIRED KNOWN
            reopened | time         | 3600 | FAILED EXPIRED UNKNOWN
            backoff  | time         | 3600 | FAILED EXPIRED KNOWN
            # cancelling
            stopping | time         |   11 | NOT_DUE
            stopping | time         |   12 | LOCKED SAID_AGAIN
            stopping | time         |   62 | CANCELED CANCELED UNKNOWN
            new      | cancel       |    5 | CANCELED CANCELED KNOWN
            backoff  | cancel       |   20 | CANCELED CANCELED KNOWN
            locked   | cancel       |    5 | LOCKED CANCEL_REQUESTED
            locked   | force        |    5 | CANCELED CANCELED UNKNOWN
            stopping | force        |    5 | CANCELED CANCELED UNKNOWN
            new      | deleted      |    5 | CANCELED DEVICE_DELETED KNOWN
            locked   | deleted      |    5 | CANCELED DEVICE_DELETED UNKNOWN
            reopened | cancel       |  310 | CANCELED CANCELED UNKNOWN
            answered | cancel       |  310 | CANCELED CANCELED KNOWN
            answered | time         | 3600 | FAILED EXPIRED KNOWN
            # ringing
            new      | time         |    4 | NOT_DUE
            new      | time         |    6 | NEW SAID_AGAIN
            pending  | time         |   54 | NOT_DUE
            pending  | time         |   68 | PENDING SAID_AGAIN
            later    | time         |  600 | NEW SAID_AGAIN
            backoff  | time         |  129 | NOT_DUE
            backoff  | time         |  130 | NEW SAID_AGAIN
            """)
    void guardsHoldOnBothSidesOfTheirEdge(String given, String event, int seconds, String expected) {
        // When
        Decision decision = task(given).on(event(event), at(seconds));

        // Then
        assertThat(told(decision)).isEqualTo(expected);
    }

    private static Stream<String[]> rows() {
        return Arrays.stream(TABLE).skip(1);
    }

    private static Task given(String[] row) {
        return task(row[0].split(" @")[0]);
    }

    private static Instant moment(String[] row) {
        return at(Integer.parseInt(row[0].split(" @")[1]));
    }

    private static String seen(Decision decision) {
        return switch (decision) {
            case Decision.Moved m -> m.task().state().name();
            case Decision.Ignored i -> i.reason().name().toLowerCase(Locale.ROOT);
        };
    }

    private static String told(Decision decision) {
        return switch (decision) {
            case Decision.Moved m -> {
                Outcome outcome = m.task().outcome();
                yield m.task().state() + " " + m.cause() + (outcome == null ? "" : " " + outcome);
            }
            case Decision.Ignored i -> i.reason().name();
        };
    }

    private static String[] cells(String line) {
        return Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new);
    }
}
