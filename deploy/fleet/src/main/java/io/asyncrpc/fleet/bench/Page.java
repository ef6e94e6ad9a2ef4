package io.asyncrpc.fleet.bench;

import io.asyncrpc.fleet.bench.Measure.Trip;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run as one HTML page that needs nothing else. */
final class Page {

    private static final long MICROS = 1_000_000;

    private static final String STYLE =
            "body{font:15px/1.45 system-ui,sans-serif;max-width:800px;margin:2em auto;padding:0 1em;color:#222}"
                    + "pre{background:#f6f6f4;padding:1em;overflow-x:auto}svg{width:100%;font-size:11px;fill:#444}"
                    + "h2{font-size:1.05em;margin:1.6em 0 .3em}";

    private Page() {}

    /** @param text the table and what else was printed */
    static String html(String title, String text, List<Trip> trips, Samples samples, Window window) {
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + escaped(title)
                + "</title><style>" + STYLE + "</style></head><body><h1>" + escaped(title) + "</h1><pre>"
                + escaped(text) + "</pre>"
                + section(
                        "Submit to final as the client saw it, ms, by the second of the submission",
                        latency(trips, window, false))
                + section("The same with the slowest of each second", latency(trips, window, true))
                + section("Round trips that ended, a second", throughput(trips, window))
                + section("CPU, cores", samples.cores())
                + section("Memory (RSS), MB", samples.memory())
                + "</body></html>\n";
    }

    private static String section(String title, Map<String, List<Double>> lines) {
        return "<h2>" + escaped(title) + "</h2>" + Plot.svg(lines);
    }

    private static Map<String, List<Double>> latency(List<Trip> trips, Window window, boolean withMax) {
        Map<String, List<Double>> lines = new LinkedHashMap<>();
        List.of("p50", "p95", "p99").forEach(name -> lines.put(name, new ArrayList<>()));
        for (List<Trip> second : bySecond(trips, window, false)) {
            Latency latency = Latency.of(second.stream()
                    .mapToLong(trip -> trip.seen() - trip.intended())
                    .toArray());
            add(lines, "p50", latency.p50());
            add(lines, "p95", latency.p95());
            add(lines, "p99", latency.p99());
            if (withMax) {
                add(lines, "max", latency.max());
            }
        }
        return lines;
    }

    private static Map<String, List<Double>> throughput(List<Trip> trips, Window window) {
        return Map.of(
                "round trips",
                bySecond(trips, window, true).stream()
                        .map(second -> (double) second.size())
                        .toList());
    }

    private static void add(Map<String, List<Double>> lines, String name, double value) {
        lines.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    private static List<List<Trip>> bySecond(List<Trip> trips, Window window, boolean byEnd) {
        List<List<Trip>> seconds = new ArrayList<>();
        for (long start = window.from(); start < window.to(); start += MICROS) {
            seconds.add(new ArrayList<>());
        }
        for (Trip trip : trips) {
            long at = byEnd ? trip.seen() : trip.intended();
            if (window.contains(at)) {
                seconds.get((int) ((at - window.from()) / MICROS)).add(trip);
            }
        }
        return seconds;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
