package io.asyncrpc.fleet.bench;

import io.asyncrpc.fleet.bench.Measure.Trip;
import io.asyncrpc.fleet.load.Step;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What came of a run.
 *
 * @param latency from the time a task was to be submitted until a client saw its end
 * @param core from {@code createdAt} to {@code finishedAt} by the core's own times
 * @param news from the device's result until a client saw it
 * @param submit {@code POST /tasks} until its answer
 * @param claim a device's {@code req} until its {@code rsp}
 * @param failures why the others had no answer, and how many
 */
record Figures(
        Scenario scenario,
        Throughput throughput,
        Latency latency,
        Latency core,
        Latency news,
        Latency submit,
        Latency claim,
        Cost cost,
        Map<String, Long> failures) {

    static Figures of(Scenario scenario, Measure measure, Samples samples, Window window) {
        List<Trip> trips = measure.begun(window);
        Map<String, Long> failures = measure.failed(window);
        long begun = trips.size()
                + failures.values().stream().mapToLong(Long::longValue).sum();
        long ended = measure.ended(window);
        return new Figures(
                scenario,
                Throughput.of(window, ended, begun, trips.size()),
                latency(trips, trip -> trip.seen() - trip.intended()),
                latency(trips, Trip::core),
                latency(
                        trips.stream().filter(trip -> trip.answered() > 0).toList(),
                        trip -> trip.seen() - trip.answered()),
                measure.latency(Step.SUBMIT, window),
                measure.latency(Step.CLAIM, window),
                Cost.of(samples, ended),
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
