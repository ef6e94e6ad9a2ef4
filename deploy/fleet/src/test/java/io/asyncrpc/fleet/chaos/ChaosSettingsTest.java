package io.asyncrpc.fleet.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChaosSettingsTest {

    @Test
    void tenMinutesOfAllFaultsIfNothingIsSaid() {
        // When
        ChaosSettings settings = ChaosSettings.parse(List.of());

        // Then
        assertThat(settings.length()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.faults()).isEmpty();
        assertThat(settings.report()).isEmpty();
    }

    @Test
    void readsWhatIsSaid() {
        // When
        ChaosSettings settings = ChaosSettings.parse(
                List.of("--seconds", "60", "--seed", "-4", "--faults", "poison,cut-mqtt", "--report", "x.md"));

        // Then
        assertThat(settings.length()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.seed()).isEqualTo(-4);
        assertThat(settings.faults()).containsExactly("poison", "cut-mqtt");
        assertThat(settings.report()).contains(Path.of("x.md"));
    }

    @Test
    void chosenFaultsComeOnceIfNoTimeIsSaid() {
        assertThat(ChaosSettings.parse(List.of("--faults", "poison")).length()).isZero();
        assertThat(ChaosSettings.parse(List.of("--faults", "poison", "--seconds", "9"))
                        .length())
                .isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void clocksAreSetIfAFaultOfClocksIsAmongTheChosen() {
        assertThat(ChaosSettings.parse(List.of()).setsClocks()).isTrue();
        assertThat(ChaosSettings.parse(List.of("--faults", "poison,clock-scheduler"))
                        .setsClocks())
                .isTrue();
        assertThat(ChaosSettings.parse(List.of("--faults", "poison")).setsClocks())
                .isFalse();
    }

    @Test
    void itsCommandDoesTheSameAgain() {
        // Given
        ChaosSettings settings =
                ChaosSettings.parse(List.of("--seconds", "60", "--seed", "9", "--limit", "40", "--faults", "poison"));

        // When
        List<String> arguments = List.of(settings.command().split(" "));

        // Then
        assertThat(ChaosSettings.parse(arguments.subList(2, arguments.size()))).isEqualTo(settings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--seconds", "--seconds 0", "--seconds x", "--rate -1", "--colour red", "60"})
    void saysWhatIsWrong(String arguments) {
        assertThatThrownBy(() -> ChaosSettings.parse(List.of(arguments.split(" "))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
