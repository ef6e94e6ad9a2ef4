package io.asyncrpc.fleet.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;

/** Figures as a table, and as the one JSON object. */
final class Show {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Show() {}

    /** @param violations that the checker found */
    static String json(Figures figures, long violations) {
        ObjectNode json = JSON.createObjectNode()
                .put("scenario", figures.scenario().text())
                .put("roundTripsPerSecond", rounded(figures.roundTripsPerSecond()))
                .put("answeredPercent", figures.answeredPercent());
        json.putObject("latencyMs")
                .put("p50", rounded(figures.told().p50()))
                .put("p95", rounded(figures.told().p95()))
                .put("p99", rounded(figures.told().p99()))
                .put("max", rounded(figures.told().max()));
        fill(json.putObject("cpuSecondsPer1000"), figures.cpuSecondsPer1000());
        fill(json.putObject("rssMb"), figures.rssMb());
        json.putObject("checker").put("violations", violations);
        return json.toString();
    }

    static String table(Figures figures) {
        StringBuilder text = new StringBuilder();
        text.append(line("%-30s %10.1f", "round trips a second", figures.roundTripsPerSecond()))
                .append(line("%-30s %10.3f   of %d", "answered %", figures.answeredPercent(), figures.begun()))
                .append(line("%-30s %10s %10s %10s %10s", "", "p50", "p95", "p99", "max"))
                .append(row("submit to final seen, ms", figures.latency()))
                .append(row("device's result to client, ms", figures.news()))
                .append(row("core: created to finished, ms", figures.core()))
                .append(row("submit answered, ms", figures.submit()))
                .append(row("claim answered, ms", figures.claim()))
                .append(line("%-30s %10s %10s %10s", "", "CPU s/1000", "cores", "RSS MB"));
        double perThousand = 0;
        double cores = 0;
        for (Map.Entry<String, Double> cpu : figures.cpuSecondsPer1000().entrySet()) {
            String name = cpu.getKey();
            text.append(line(
                    "%-30s %10.3f %10.2f %10.0f",
                    name,
                    cpu.getValue(),
                    figures.cores().getOrDefault(name, 0.0),
                    figures.rssMb().getOrDefault(name, 0.0)));
            perThousand += cpu.getValue();
            cores += figures.cores().getOrDefault(name, 0.0);
        }
        text.append(line("%-30s %10.3f %10.2f", "all", perThousand, cores));
        figures.failures().forEach((why, count) -> text.append(line("not answered: %-14s %10d", why, count)));
        return text.toString();
    }

    private static String row(String name, Latency latency) {
        return line(
                "%-30s %10.1f %10.1f %10.1f %10.1f", name, latency.p50(), latency.p95(), latency.p99(), latency.max());
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
