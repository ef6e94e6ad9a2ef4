package io.asyncrpc.core.task;

import static io.asyncrpc.core.task.Tasks.at;
import static io.asyncrpc.core.task.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small rules beside the table of states: ringing, ids, reasons to wait, entity tags. */
class TaskRulesTest {
    private static final UUID ID = UUID.fromString("01957e5a-7c00-7000-8000-000000000001");

    @ParameterizedTest(name = "{0}, ring {1}: {2} s")
    @CsvSource({
        "NEW, 1, 5",
        "NEW, 2, 10",
        "NEW, 3, 20",
        "NEW, 10, 2560",
        "NEW, 11, 3600",
        "NEW, 32767, 3600",
        "PENDING, 1, 60",
        "PENDING, 2, 120",
        "PENDING, 7, 3600",
        "PENDING, 1000, 3600",
        "NEW, 0, 5"
    })
    void ringsDoubleUpToAnHourGiveOrTakeATenth(TaskState state, int rings, int seconds) {
        // When
        Duration pause = RingPolicy.pause(state, rings, ID);

        // Then
        assertThat(pause.toMillis()).isBetween(seconds * 900L, seconds * 1100L);
        assertThat(RingPolicy.pause(state, rings, ID)).isEqualTo(pause);
    }

    @Test
    void aFleetDoesNotRingInStep() {
        assertThat(IntStream.range(0, 1000)
                        .mapToObj(i -> RingPolicy.pause(TaskState.NEW, 1, TaskId.next(at(0))))
                        .distinct())
                .hasSizeGreaterThan(500);
    }

    @Test
    void idsOfOneMomentAreUniqueAndInOrder() {
        // When
        List<UUID> ids = Stream.generate(() -> TaskId.next(at(0))).limit(10_000).toList();

        // Then
        assertThat(ids.stream().map(UUID::toString)).isSorted().doesNotHaveDuplicates();
        assertThat(ids).allSatisfy(id -> {
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
        });
    }

    @Test
    void idsStayUniqueWhenTheClockGoesBackAndManyAsk() throws InterruptedException {
        // Given
        ConcurrentLinkedQueue<UUID> ids = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();

        // When
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform()
                    .start(() -> IntStream.range(0, 5_000).forEach(i -> ids.add(TaskId.next(at(-i))))));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        // Then
        assertThat(new HashSet<>(ids)).hasSize(20_000);
        assertThat(ids.stream().map(id -> id.getMostSignificantBits()).distinct())
                .hasSize(20_000);
    }

    @Test
    void firstIdOfAMomentDividesWhatCameBeforeFromWhatCameAfter() {
        // Given
        Instant future = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MICROS);

        // When
        UUID id = TaskId.next(future);

        // Then
        assertThat(TaskId.first(future).toString()).isLessThanOrEqualTo(id.toString());
        assertThat(TaskId.first(future.plus(1, ChronoUnit.MICROS)).toString()).isGreaterThan(id.toString());
        assertThat(TaskId.first(Instant.EPOCH)).hasToString("00000000-0000-7000-8000-000000000000");
    }

    @ParameterizedTest(name = "{0}, connected {1}, at {2} s: {3}")
    @CsvSource({
        "later, true, 599, NOT_BEFORE",
        "later, false, 599, NOT_BEFORE",
        "later, true, 600, AWAITING_ACK",
        "backoff, false, 129, RETRY_BACKOFF",
        "backoff, true, 130, AWAITING_ACK",
        "new, false, 1, DEVICE_OFFLINE",
        "new, true, 1, AWAITING_ACK",
        "pending, true, 2, AWAITING_CLAIM",
        "pending, false, 2, DEVICE_OFFLINE",
        "locked, true, 2,",
        "done, true, 4,",
        "expired, true, 4000,"
    })
    void tellsWhatATaskWaitsFor(String given, boolean connected, int seconds, @Nullable String expected) {
        // When
        WaitReason reason = WaitReason.of(task(given), connected, at(seconds));

        // Then
        assertThat(reason == null ? null : reason.name()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            W/"7"               | true
            "7"                 | true
            *                   | true
            W/"6", W/"7"        | true
            "6","7","8"         | true
              W/"7"             | true
            W/"77"              | false
            W/"70"              | false
            7                   | false
            w/"7"               | false
            W/"7               | false
            ''                  | false
            ,,,                 | false
            """)
    void entityTagsAreComparedWeakly(String ifNoneMatch, boolean expected) {
        assertThat(new Etag(7).isAmong(ifNoneMatch)).isEqualTo(expected);
        assertThat(new Etag(7)).hasToString("W/\"7\"");
        assertThat(new Etag(7).isAmong(null)).isFalse();
    }
}
