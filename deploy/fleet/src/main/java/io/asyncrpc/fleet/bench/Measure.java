package io.asyncrpc.fleet.bench;

import io.asyncrpc.fleet.load.LoadListener;
import io.asyncrpc.fleet.load.TaskSeen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps every round trip of a run. Filled on the loop's thread, read from another one when the load has stopped. */
final class Measure implements LoadListener {

    private final List<Trip> trips = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();

    /** Times are microseconds since 1970; {@code core} is what the core says it took. */
    record Trip(long intended, long seen, long core) {}

    record Failure(long intended, String why) {}

    @Override
    public synchronized void finished(long intended, long seen, TaskSeen task) {
        trips.add(new Trip(intended, seen, task.finishedAt() - task.createdAt()));
    }

    @Override
    public synchronized void failed(long intended, String why) {
        failures.add(new Failure(intended, why));
    }

    /** What was begun in that time. */
    synchronized List<Trip> begun(long from, long to) {
        return trips.stream()
                .filter(trip -> trip.intended() >= from && trip.intended() < to)
                .toList();
    }

    /** How many ended in that time. */
    synchronized long ended(long from, long to) {
        return trips.stream()
                .filter(trip -> trip.seen() >= from && trip.seen() < to)
                .count();
    }

    /** Why those that were begun in that time had no end, and how many. */
    synchronized Map<String, Long> failed(long from, long to) {
        Map<String, Long> reasons = new TreeMap<>();
        failures.stream()
                .filter(failure -> failure.intended() >= from && failure.intended() < to)
                .forEach(failure -> reasons.merge(failure.why(), 1L, Long::sum));
        return reasons;
    }
}
