package io.asyncrpc.fleet.bench;

import io.asyncrpc.fleet.load.LoadListener;
import io.asyncrpc.fleet.load.Step;
import io.asyncrpc.fleet.load.TaskSeen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps every round trip of a run. Filled on the loop's thread, read from another one when the load has stopped. */
final class Measure implements LoadListener {

    private final List<Trip> trips = new ArrayList<>();
    private final List<Timing> timings = new ArrayList<>();
    private final List<String> tasks = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();

    /**
     * Times are microseconds since 1970.
     *
     * @param answered when the device said how it ended; 0 = none did
     * @param core what the core says it took
     */
    record Trip(long intended, long answered, long seen, long core) {}

    record Timing(Step step, long began, long micros) {}

    record Failure(long intended, String why) {}

    @Override
    public synchronized void finished(long intended, long answered, long seen, TaskSeen task) {
        tasks.add(String.valueOf(task.id()));
        trips.add(new Trip(intended, answered, seen, task.finishedAt() - task.createdAt()));
    }

    @Override
    public synchronized void failed(long intended, String why) {
        failures.add(new Failure(intended, why));
    }

    @Override
    public synchronized void timed(Step step, long began, long micros) {
        timings.add(new Timing(step, began, micros));
    }

    synchronized Latency latency(Step step, Window window) {
        return Latency.of(timings.stream()
                .filter(timing -> timing.step() == step && window.contains(timing.began()))
                .mapToLong(Timing::micros)
                .toArray());
    }

    /** Those that ended, as far as they are tasks. */
    synchronized List<String> tasks() {
        return List.copyOf(tasks);
    }

    synchronized List<Trip> all() {
        return List.copyOf(trips);
    }

    /** What was begun in that time. */
    synchronized List<Trip> begun(Window window) {
        return trips.stream().filter(trip -> window.contains(trip.intended())).toList();
    }

    /** How many ended in that time. */
    synchronized long ended(Window window) {
        return trips.stream().filter(trip -> window.contains(trip.seen())).count();
    }

    /** Why those that were begun in that time had no end, and how many. */
    synchronized Map<String, Long> failed(Window window) {
        Map<String, Long> reasons = new TreeMap<>();
        failures.stream()
                .filter(failure -> window.contains(failure.intended()))
                .forEach(failure -> reasons.merge(failure.why(), 1L, Long::sum));
        return reasons;
    }
}
