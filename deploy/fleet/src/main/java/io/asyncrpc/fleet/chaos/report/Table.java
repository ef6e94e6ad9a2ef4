package io.asyncrpc.fleet.chaos.report;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** A verdict in Markdown. */
final class Table {

    private Table() {}

    static String of(Verdict verdict) {
        String rows =
                verdict.trials().stream().map(trial -> row(verdict, trial)).collect(Collectors.joining());
        return """
                `%s`, %s, %s: %d tasks; p99 of a round trip was %d ms before the first fault, so up to %d ms is normal.

                | fault | what is done | outage | recovery | worst second (p99) |
                |---|---|---|---|---|
                %s
                %s
                """.formatted(
                        verdict.command(),
                        verdict.day(),
                        verdict.machine(),
                        verdict.tasks(),
                        verdict.norm().before().toMillis(),
                        verdict.norm().bound().toMillis(),
                        rows,
                        complaints(verdict));
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    private static String row(Verdict verdict, Trial trial) {
        return "| `%s` | %s | %s | %s | %s |%n"
                .formatted(
                        trial.fault().name(),
                        trial.fault().what(),
                        seconds(trial.outage()),
                        recovery(verdict, trial),
                        seconds(trial.worst()));
    }

    static String recovery(Verdict verdict, Trial trial) {
        return trial.recovery()
                .map(time -> verdict.isGood(trial) ? seconds(time) : "**" + seconds(time) + "**")
                .orElse("**none seen**");
    }

    private static String complaints(Verdict verdict) {
        return verdict.complaints().isEmpty()
                ? "The checker found nothing, and nothing but the poison was put away."
                : verdict.complaints().stream().map(line -> "- " + line).collect(Collectors.joining("\n"));
    }
}
