package io.asyncrpc.fleet.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncrpc.fleet.chaos.fault.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProgrammeTest {

    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g", "h");

    @Test
    void everyRoundHasEveryFaultOnce() {
        // Given
        Programme programme = new Programme(ProgrammeTest::faults, List.of(), 1);

        // When
        List<String> first = take(programme, programme.round());
        List<String> second = take(programme, NAMES.size());

        // Then
        assertThat(first).containsExactlyInAnyOrderElementsOf(NAMES);
        assertThat(second).containsExactlyInAnyOrderElementsOf(NAMES).isNotEqualTo(first);
    }

    @Test
    void theSameSeedMakesTheSameOrder() {
        // When
        List<String> one = take(new Programme(ProgrammeTest::faults, List.of(), 7), 20);

        // Then
        assertThat(take(new Programme(ProgrammeTest::faults, List.of(), 7), 20)).isEqualTo(one);
        assertThat(take(new Programme(ProgrammeTest::faults, List.of(), 8), 20)).isNotEqualTo(one);
    }

    @Test
    void onlyTheChosenOnesComeIfSomeAreChosen() {
        // When
        List<String> taken = take(new Programme(ProgrammeTest::faults, List.of("h", "b"), 1), 4);

        // Then
        assertThat(taken).containsOnly("b", "h").hasSize(4);
    }

    @Test
    void anUnknownNameIsRefusedWithAllThatThereAre() {
        assertThatThrownBy(() -> new Programme(ProgrammeTest::faults, List.of("a", "kill-nobody"), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no fault 'kill-nobody'; there are: a b c d e f g h");
    }

    private static List<String> take(Programme programme, int count) {
        List<String> names = new ArrayList<>();
        Stream.generate(programme::next).limit(count).map(Fault::name).forEach(names::add);
        return names;
    }

    private static List<Fault> faults() {
        return NAMES.stream()
                .map(name -> new Fault(name, name, Duration.ZERO, () -> {}, () -> {}))
                .toList();
    }
}
