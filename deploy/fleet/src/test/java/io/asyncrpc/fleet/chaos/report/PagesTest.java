package io.asyncrpc.fleet.chaos.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.fleet.chaos.fault.Fault;
import io.asyncrpc.fleet.chaos.pulse.Norm;
import io.asyncrpc.fleet.chaos.pulse.Pulse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesTest {

    private static final Fault KILL =
            new Fault("kill-task-core", "kill -9 <task-core>", Duration.ZERO, () -> {}, () -> {});

    @TempDir
    Path folder = Path.of("");

    @Test
    void theTableTellsOutageAndRecovery() {
        // When
        String table = Pages.table(verdict(List.of(trial(Optional.of(Duration.ofMillis(7_250))))));

        // Then
        assertThat(table)
                .contains("| `kill-task-core` | kill -9 <task-core> | 1.2 s | 7.3 s | 9.0 s |")
                .contains("`./iot chaos --seconds 60`, 2026-11-21, 2 cores, 24 GB: 1234 tasks; p99")
                .contains("The checker found nothing");
    }

    @Test
    void aRecoveryThatTookTooLongOrWasNotSeenStandsOut() {
        assertThat(Pages.table(verdict(List.of(trial(Optional.of(Duration.ofSeconds(15)))))))
                .contains("| **15.0 s** |");
        assertThat(Pages.table(verdict(List.of(trial(Optional.empty()))))).contains("| **none seen** |");
    }

    @Test
    void aRunIsGoodWhenAllRecoveredInTimeAndNothingWasFound() {
        Trial good = trial(Optional.of(Duration.ofMillis(14_999)));
        Trial bad = trial(Optional.of(Duration.ofSeconds(15)));

        assertThat(verdict(List.of(good)).good()).isTrue();
        assertThat(verdict(List.of(good, bad)).good()).isFalse();
        assertThat(verdict(List.of()).good()).isFalse();
        assertThat(verdict(List.of(good), "checker: rule 1").good()).isFalse();
    }

    @Test
    void writesIntoItsPlaceOnAPageAndNowhereElse() throws Exception {
        // Given
        Path page = Files.writeString(
                folder.resolve("page.md"),
                "# Before\n<!-- written by ./iot chaos --report -->\nold\n<!-- end of what is written -->\nafter\n");
        Verdict verdict = verdict(List.of(trial(Optional.of(Duration.ofSeconds(2)))));

        // When
        new Pages(verdict, new Pulse(device -> true)).write(folder, Optional.of(page));

        // Then
        assertThat(Files.readString(page))
                .startsWith("# Before\n<!-- written")
                .contains("kill-task-core")
                .doesNotContain("old")
                .endsWith("<!-- end of what is written -->\nafter\n");
        assertThat(folder.resolve("report.md")).exists();
        assertThat(Files.readString(folder.resolve("report.html")))
                .contains("kill -9 &lt;task-core&gt;")
                .doesNotContain("http");
    }

    @Test
    void aPageWithoutAPlaceGetsOneAtItsEnd() {
        // When
        String once = Pages.filled("# Something else\n", "table 1\n");
        String twice = Pages.filled(once, "table 2\n");

        // Then
        assertThat(once).startsWith("# Something else\n").contains("table 1");
        assertThat(twice).isEqualTo(once.replace("table 1", "table 2"));
    }

    private static Trial trial(Optional<Duration> recovery) {
        return new Trial(KILL, 1_000_000, 2_200_000, recovery, Duration.ofSeconds(9));
    }

    private static Verdict verdict(List<Trial> trials, String... complaints) {
        return new Verdict(
                "./iot chaos --seconds 60",
                LocalDate.of(2026, 11, 21),
                "2 cores, 24 GB",
                new Norm(Duration.ofMillis(40)),
                Duration.ofSeconds(15),
                1234,
                trials,
                List.of(complaints));
    }
}
