package io.asyncrpc.fleet.floor;

import io.asyncrpc.fleet.bench.Latency;
import io.asyncrpc.fleet.bench.Throughput;
import io.asyncrpc.fleet.bench.Window;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Every round trip of a run, by microseconds since 1970: from the making of the task until its result is kept. */
final class Trips {

    private final Map<UUID, Long> open = new HashMap<>();
    private final List<Trip> ended = new ArrayList<>();

    private record Trip(long begun, long ended) {}

    synchronized void begin(Collection<UUID> tasks, long now) {
        tasks.forEach(task -> open.put(task, now));
    }

    synchronized void end(Collection<UUID> tasks, long now) {
        for (UUID task : tasks) {
            Long begun = open.remove(task);
            if (begun != null) {
                ended.add(new Trip(begun, now));
            }
        }
    }

    synchronized int open() {
        return open.size();
    }

    /** All, ended or not. */
    synchronized long made() {
        return ended.size() + open.size();
    }

    /** How many ended in that time, whenever they began. */
    synchronized long ended(Window window) {
        return ended.stream().filter(trip -> window.contains(trip.ended())).count();
    }

    synchronized Throughput throughput(Window window) {
        long answered = begun(window).size();
        long unanswered = open.values().stream().filter(window::contains).count();
        return Throughput.of(window, ended(window), answered + unanswered, answered);
    }

    synchronized Latency latency(Window window) {
        return Latency.of(begun(window).stream()
                .mapToLong(trip -> trip.ended() - trip.begun())
                .toArray());
    }

    private List<Trip> begun(Window window) {
        return ended.stream().filter(trip -> window.contains(trip.begun())).toList();
    }
}
