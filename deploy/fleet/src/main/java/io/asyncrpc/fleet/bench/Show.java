package io.asyncrpc.fleet.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;

/** Figures as a table, and as the one JSON object. */
public final class Show {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Show() {}

    /** @param violations that the checker found */
    static String json(Figures figures, long violations) {
        ObjectNode json = json(figures.scenario().text(), figures.throughput(), figures.told(), figures.cost());
        json.putObject("checker").put("violations", violations);
        return json.toString();
    }

    /** What every object begins with. */
    public static ObjectNode json(String scenario, Throughput throughput, Latency latency, Cost cost) {
        ObjectNode json = JSON.createObjectNode()
                .put("scenario", scenario)
                .put("roundTripsPerSecond", rounded(throughput.roundTripsPerSecond()))
                .put("answeredPercent", throughput.answeredPercent());
        json.putObject("latencyMs")
                .put("p50", rounded(latency.p50()))
                .put("p95", rounded(latency.p95()))
                .put("p99", rounded(latency.p99()))
                .put("max", rounded(latency.max()));
        fill(json.putObject("cpuSecondsPer1000"), cost.cpuSecondsPer1000());
        fill(json.putObject("rssMb"), cost.rssMb());
        return json;
    }

    static String table(Figures figures) {
        StringBuilder text = new StringBuilder();
        text.append(head(figures.throughput()))
                .append(row("submit to final seen, ms", figures.latency()))
                .append(row("device's result to client, ms", figures.news()))
                .append(row("core: created to finished, ms", figures.core()))
                .append(row("submit answered, ms", figures.submit()))
                .append(row("claim answered, ms", figures.claim()))
                .append(rows(figures.cost()));
        figures.failures().forEach((why, count) -> text.append(line("not answered: %-14s %10d", why, count)));
        return text.toString();
    }

    /** The first lines of every table; those of latencies follow. */
    public static String head(Throughput throughput) {
        return line("%-30s %10.1f", "round trips a second", throughput.roundTripsPerSecond())
                + line("%-30s %10.3f   of %d", "answered %", throughput.answeredPercent(), throughput.begun())
                + line("%-30s %10s %10s %10s %10s", "", "p50", "p95", "p99", "max");
    }

    public static String row(String name, Latency latency) {
        return line(
                "%-30s %10.1f %10.1f %10.1f %10.1f", name, latency.p50(), latency.p95(), latency.p99(), latency.max());
    }

    /** A line for each process, and one for all of them. */
    public static String rows(Cost cost) {
        StringBuilder text = new StringBuilder(line("%-30s %10s %10s %10s", "", "CPU s/1000", "cores", "RSS MB"));
        cost.cpuSecondsPer1000()
                .forEach((name, cpu) -> text.append(line(
                        "%-30s %10.3f %10.2f %10.0f",
                        name,
                        cpu,
                        cost.cores().getOrDefault(name, 0.0),
                        cost.rssMb().getOrDefault(name, 0.0))));
        return text.append(line("%-30s %10.3f %10.2f", "all", sum(cost.cpuSecondsPer1000()), sum(cost.cores())))
                .toString();
    }

    private static double sum(Map<String, Double> values) {
        return values.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values) + "\n";
    }

    private static void fill(ObjectNode json, Map<String, Double> values) {
        values.forEach((name, value) -> json.put(name, rounded(value)));
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
