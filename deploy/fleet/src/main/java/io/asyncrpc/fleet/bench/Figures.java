package io.asyncrpc.fleet.bench;

import io.asyncrpc.fleet.bench.Measure.Trip;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of a run.
 *
 * @param latency from the time a task was to be submitted until a client saw its end
 * @param core from {@code createdAt} to {@code finishedAt} by the core's own times
 * @param cpuSecondsPer1000 by process, for a thousand round trips
 * @param rssMb by process, the most that was seen
 */
record Figures(
        String scenario,
        long begun,
        long ended,
        double roundTripsPerSecond,
        double answeredPercent,
        Latency latency,
        Latency core,
        Map<String, Double> cpuSecondsPer1000,
        Map<String, Double> rssMb,
        Map<String, Double> cores,
        Map<String, Long> failures) {

    private static final long MICROS = 1_000_000;

    static Figures of(String scenario, Measure measure, Samples samples, long from, long to) {
        List<Trip> trips = measure.begun(from, to);
        Map<String, Long> failures = measure.failed(from, to);
        long begun = trips.size()
                + failures.values().stream().mapToLong(Long::longValue).sum();
        long ended = measure.ended(from, to);
        double seconds = (to - from) / (double) MICROS;
        Map<String, Double> perThousand = new LinkedHashMap<>();
        Map<String, Double> cores = new LinkedHashMap<>();
        samples.cpuSeconds().forEach((name, cpu) -> {
            perThousand.put(name, ended == 0 ? 0 : cpu * 1_000 / ended);
            cores.put(name, cpu / samples.seconds());
        });
        return new Figures(
                scenario,
                begun,
                ended,
                ended / seconds,
                begun == 0 ? 0 : Math.floor(100_000.0 * trips.size() / begun) / 1_000,
                Latency.of(trips.stream()
                        .mapToLong(trip -> trip.seen() - trip.intended())
                        .toArray()),
                Latency.of(trips.stream().mapToLong(Trip::core).toArray()),
                perThousand,
                samples.mostMemory(),
                cores,
                failures);
    }
}
