package io.asyncrpc.fleet.chaos.report;

import io.asyncrpc.fleet.chaos.pulse.Beat;
import io.asyncrpc.fleet.chaos.pulse.Pulse;
import java.util.Locale;
import java.util.stream.Collectors;

/** One page of HTML that needs nothing else: latency over time with the faults in it, and the table. */
final class Plot {

    private static final long SECOND = 1_000_000;
    private static final int SCALE = 4;
    private static final int HEIGHT = 300;

    /** The axis is logarithmic, from 10 ms to 100 s. */
    private static final double DECADES = 4;

    private final Verdict verdict;
    private final Pulse pulse;
    private final long start;

    private Plot(Verdict verdict, Pulse pulse) {
        this.verdict = verdict;
        this.pulse = pulse;
        this.start = pulse.first();
    }

    static String of(Verdict verdict, Pulse pulse) {
        return new Plot(verdict, pulse).page();
    }

    private String page() {
        long seconds = (pulse.last() - start) / SECOND;
        return """
                <!doctype html><html lang="en"><meta charset="utf-8"><title>Faults</title>
                <style>body{font:14px sans-serif;margin:2em}td,th{padding:2px 8px;text-align:left}svg text{font-size:10px}</style>
                <h1>Faults</h1><p><code>%s</code>, %s: %s</p>
                <div style="overflow-x:auto"><svg width="%d" height="%d">%s%s<polyline fill="none" stroke="#036" points="%s"/></svg></div>
                <p>p99 of the round trips that began in each second, by a logarithmic axis; dashed: what is normal. Red: the
                fault; yellow: recovery.</p>
                <table><tr><th>fault<th>what is done<th>outage<th>recovery<th>worst second (p99)</tr>%s</table><ul>%s</ul></html>
                """.formatted(
                        escaped(verdict.command()),
                        verdict.day(),
                        verdict.good() ? "passed" : "FAILED",
                        seconds * SCALE + 60,
                        HEIGHT + 20,
                        faults(),
                        axis(seconds),
                        line(seconds),
                        verdict.trials().stream().map(this::row).collect(Collectors.joining()),
                        verdict.complaints().stream()
                                .map(text -> "<li>" + escaped(text))
                                .collect(Collectors.joining()));
    }

    private String line(long seconds) {
        StringBuilder points = new StringBuilder();
        for (long second = 0; second < seconds; second++) {
            Beat beat = pulse.beat(start + second * SECOND, start + (second + 1) * SECOND);
            if (beat.begun() > beat.unanswered()) {
                points.append("%d,%d ".formatted(second * SCALE, y(beat.p99().toMillis())));
            }
        }
        return points.toString();
    }

    private String faults() {
        return verdict.trials().stream().map(this::fault).collect(Collectors.joining());
    }

    private String fault(Trial trial) {
        long recovered = trial.ended()
                + trial.recovery().map(time -> time.toNanos() / 1_000).orElse(0L);
        return band(trial.begun(), trial.ended(), "#f99")
                + band(trial.ended(), recovered, "#fe9")
                + "<text x=\"%d\" y=\"%d\" transform=\"rotate(-60 %d %d)\">%s</text>"
                        .formatted(
                                x(trial.begun()),
                                HEIGHT,
                                x(trial.begun()),
                                HEIGHT,
                                trial.fault().name());
    }

    private String band(long from, long until, String colour) {
        return "<rect x=\"%d\" y=\"0\" width=\"%d\" height=\"%d\" fill=\"%s\"/>"
                .formatted(x(from), Math.max(1, x(until) - x(from)), HEIGHT, colour);
    }

    private String axis(long seconds) {
        StringBuilder axis = new StringBuilder();
        for (int decade = 0; decade <= DECADES; decade++) {
            int y = y(Math.round(10 * Math.pow(10, decade)));
            axis.append(
                    "<text x=\"%d\" y=\"%d\">%s s</text><line x1=\"0\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"#ddd\"/>"
                            .formatted(
                                    seconds * SCALE + 4,
                                    y + 10,
                                    String.format(Locale.ROOT, "%.2f", Math.pow(10, decade - 2.0)),
                                    seconds * SCALE,
                                    y,
                                    y));
        }
        int normal = y(verdict.norm().bound().toMillis());
        return axis
                + "<line x1=\"0\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"#393\" stroke-dasharray=\"4\"/>"
                        .formatted(seconds * SCALE, normal, normal);
    }

    private long x(long micros) {
        return (micros - start) * SCALE / SECOND;
    }

    private static int y(long millis) {
        double decades = Math.log10(Math.max(10, millis) / 10.0);
        return (int) Math.round(HEIGHT - HEIGHT * Math.min(DECADES, decades) / DECADES);
    }

    private String row(Trial trial) {
        return "<tr><td><code>%s</code><td>%s<td>%s<td>%s<td>%s</tr>"
                .formatted(
                        trial.fault().name(),
                        escaped(trial.fault().what()),
                        Table.seconds(trial.outage()),
                        Table.recovery(verdict, trial).replace("*", ""),
                        Table.seconds(trial.worst()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
