package io.asyncrpc.fleet.bench;

import io.asyncrpc.fleet.bench.Measure.Trip;
import io.asyncrpc.fleet.load.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What came of a run.
 *
 * @param begun in the measured time, answered or not
 * @param ended in the measured time
 * @param latency from the time a task was to be submitted until a client saw its end
 * @param core from {@code createdAt} to {@code finishedAt} by the core's own times
 * @param news from the device's result until a client saw it
 * @param submit {@code POST /tasks} until its answer
 * @param claim a device's {@code req} until its {@code rsp}
 * @param cpuSecondsPer1000 by process, for a thousand round trips
 * @param cores that were busy, by process
 * @param rssMb by process, the most that was seen
 * @param failures why the others had no answer, and how many
 */
record Figures(
        Scenario scenario,
        long begun,
        long ended,
        double roundTripsPerSecond,
        double answeredPercent,
        Latency latency,
        Latency core,
        Latency news,
        Latency submit,
        Latency claim,
        Map<String, Double> cpuSecondsPer1000,
        Map<String, Double> cores,
        Map<String, Double> rssMb,
        Map<String, Long> failures) {

    static Figures of(Scenario scenario, Measure measure, Samples samples, Window window) {
        List<Trip> trips = measure.begun(window);
        Map<String, Long> failures = measure.failed(window);
        long begun = trips.size()
                + failures.values().stream().mapToLong(Long::longValue).sum();
        long ended = measure.ended(window);
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
                ended / window.seconds(),
                begun == 0 ? 0 : Math.floor(100_000.0 * trips.size() / begun) / 1_000,
                latency(trips, trip -> trip.seen() - trip.intended()),
                latency(trips, Trip::core),
                latency(
                        trips.stream().filter(trip -> trip.answered() > 0).toList(),
                        trip -> trip.seen() - trip.answered()),
                measure.latency(Step.SUBMIT, window),
                measure.latency(Step.CLAIM, window),
                perThousand,
                cores,
                samples.mostMemory(),
                failures);
    }

    /** What this scenario is about. */
    Latency told() {
        return scenario == Scenario.WAIT ? news : latency;
    }

    private static Latency latency(List<Trip> trips, ToLongFunction<Trip> micros) {
        return Latency.of(trips.stream().mapToLong(micros).toArray());
    }
}
