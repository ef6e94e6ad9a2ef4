package io.asyncrpc.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatheringTest {
    private long nanos = 1_000_000_000;
    private final Gathering<byte[]> gathering =
            new Gathering<>(new Gathering.Limits(3, 10, Duration.ofMillis(8)), bytes -> bytes.length, () -> nanos);

    @Test
    void whatWaitsIsTakenInItsOrderAndOnce() {
        // Given
        add(1, 2, 3, 4);

        // When / Then
        assertThat(sizes()).containsExactly(1, 2, 3);
        assertThat(sizes()).containsExactly(4);
        assertThat(sizes()).isEmpty();
    }

    @Test
    void largeMessagesEndABatchEarly() {
        // Given
        add(6, 4, 1);

        // When / Then
        assertThat(sizes()).containsExactly(6, 4);
        assertThat(sizes()).containsExactly(1);
    }

    @Test
    void messageThatIsLargerThanABatchIsTakenAlone() {
        // Given
        add(50, 1);

        // When / Then
        assertThat(sizes()).containsExactly(50);
        assertThat(sizes()).containsExactly(1);
    }

    @Test
    void firstAfterAPauseIsTakenAtOnceAndTheNextKeepsThePace() {
        // Given
        add(1);
        assertThat(gathering.pause()).isZero();

        // When
        gathering.take();
        nanos += 3_000_000;
        add(1);

        // Then
        assertThat(gathering.pause()).isEqualTo(Duration.ofMillis(5));
        nanos += 5_000_000;
        assertThat(gathering.pause()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 4", "1, 4", "2, 4", "3, 6", "4, 8", "7, 8"})
    void whoIsQuickMayBeginSooner(int worked, int afterTheBeginning) {
        // Given
        add(1);
        gathering.take();

        // When
        nanos += worked * 1_000_000L;
        gathering.done();
        assertThat(gathering.take()).as("nothing came, which changes nothing").isEmpty();
        add(1);

        // Then
        assertThat(gathering.pause()).isEqualTo(Duration.ofMillis(afterTheBeginning - worked));
    }

    @Test
    void fullBatchIsFollowedAtOnce() {
        // Given
        add(1, 1, 1, 1);

        // When
        gathering.take();

        // Then
        assertThat(gathering.pause()).isZero();
    }

    @Test
    void nothingIsNotWaitedFor() {
        // Given
        add(1);
        gathering.take();

        // When / Then
        assertThat(gathering.pause()).isZero();
        assertThat(gathering.take()).isEmpty();
    }

    private void add(int... sizes) {
        IntStream.of(sizes).forEach(size -> gathering.add(new byte[size]));
    }

    private List<Integer> sizes() {
        return gathering.take().stream().map(bytes -> bytes.length).toList();
    }
}
