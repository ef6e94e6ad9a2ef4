package io.asyncrpc.fleet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void withoutAnythingItIsTheSteadyLoadThatWasPromised() {
        // When
        Options options = Options.of(List.of());

        // Then
        assertThat(options.scenario()).isEqualTo(Scenario.STEADY);
        assertThat(options.devices()).isEqualTo(200);
        assertThat(options.rate()).isEqualTo(300);
        assertThat(options.seconds()).isEqualTo(60);
        assertThat(options.json()).isFalse();
    }

    @Test
    void scenariosOfTheClosedLoopHaveNoRate() {
        assertThat(Options.of(List.of("top")).rate()).isZero();
        assertThat(Options.of(List.of("top")).inFlight()).isEqualTo(200);
        assertThat(Options.of(List.of("swarm")).devices()).isEqualTo(5_000);
        assertThat(Options.of(List.of("storm")).devices()).isEqualTo(10_000);
    }

    @Test
    void everythingMayBeChosen() {
        // When
        Options options = Options.of(List.of(
                "top",
                "--json",
                "--devices",
                "7",
                "--rate",
                "12.5",
                "--seconds",
                "3",
                "--seed",
                "9",
                "--org",
                "o",
                "--mixed",
                "--keyed",
                "--session",
                "60"));

        // Then
        assertThat(options.devices()).isEqualTo(7);
        assertThat(options.rate()).isEqualTo(12.5);
        assertThat(options.seconds()).isEqualTo(3);
        assertThat(options.seed()).isEqualTo(9);
        assertThat(options.organisation()).isEqualTo("o");
        assertThat(options.mixed()).isTrue();
        assertThat(options.keyed()).isTrue();
        assertThat(options.session()).isEqualTo(60);
        assertThat(options.json()).isTrue();
    }

    @Test
    void anOpenLoopBecomesAClosedOneWithTasksInFlight() {
        assertThat(Options.of(List.of("steady", "--in-flight", "5")).rate()).isZero();
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        assertThatThrownBy(() -> Options.of(List.of("fast"))).hasMessageContaining("idle | steady | top");
        assertThatThrownBy(() -> Options.of(List.of("--speed", "9"))).hasMessageContaining("unknown option --speed");
        assertThatThrownBy(() -> Options.of(List.of("--rate"))).hasMessageContaining("needs a value");
        assertThatThrownBy(() -> Options.of(List.of("--rate", "0"))).hasMessageContaining("more than 0");
        assertThatThrownBy(() -> Options.of(List.of("--devices", "many"))).hasMessageContaining("whole number");
    }
}
