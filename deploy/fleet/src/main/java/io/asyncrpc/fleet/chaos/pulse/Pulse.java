package io.asyncrpc.fleet.chaos.pulse;

import io.asyncrpc.fleet.record.Line;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Follows the lines of a run while they are noted: a round trip begins when a client submits a task and ends when a
 * client sees it final. Only the devices that promise to be prompt count. Times are microseconds of the record's clock.
 */
public final class Pulse implements Consumer<Line> {

    private static final Set<String> FINAL = Set.of("DONE", "FAILED", "EXPIRED", "CANCELED");
    private static final int KEY_REUSED = 422;
    private static final long SECOND = 1_000_000;
    private static final long STEP = 100_000;

    /** The second has to stay normal while it slides so far: one lucky second is no recovery. */
    private static final int STEPS = 20;

    private static final class RoundTrip {
        private final long begun;
        private long ended;

        private RoundTrip(long begun) {
            this.begun = begun;
        }
    }

    private final Predicate<String> prompt;
    private final List<RoundTrip> trips = new ArrayList<>();
    private final Map<Long, RoundTrip> submitting = new HashMap<>();
    private final Map<String, RoundTrip> waiting = new HashMap<>();
    private final Map<Long, String> reading = new HashMap<>();
    private long tasks;

    /** @param prompt tells of a device's id whether its round trips count */
    public Pulse(Predicate<String> prompt) {
        this.prompt = prompt;
    }

    @Override
    public synchronized void accept(Line line) {
        switch (line) {
            case Line.Submit it -> begin(it);
            case Line.Submitted it -> submitted(it);
            case Line.Read it -> reading.put(it.c(), it.task());
            case Line.Seen it -> ended(reading.remove(it.c()), it.state(), it.t());
            case Line.Lost it -> {
                submitting.remove(it.c());
                reading.remove(it.c());
            }
            default -> {}
        }
    }

    /** How many tasks of those devices were accepted. */
    public synchronized long tasks() {
        return tasks;
    }

    /** When the first round trip began; 0 if there was none. */
    public synchronized long first() {
        return trips.isEmpty() ? 0 : trips.getFirst().begun;
    }

    /** When the last round trip began; 0 if there was none. */
    public synchronized long last() {
        return trips.isEmpty() ? 0 : trips.getLast().begun;
    }

    /** The round trips that began in [from, until). */
    public synchronized Beat beat(long from, long until) {
        long[] latencies =
                between(from, until).filter(trip -> trip >= 0).sorted().toArray();
        int begun = Math.toIntExact(between(from, until).count());
        Duration p99 = latencies.length == 0
                ? Duration.ZERO
                : Duration.of(latencies[(latencies.length * 99 - 1) / 100], ChronoUnit.MICROS);
        return new Beat(begun, begun - latencies.length, p99);
    }

    /**
     * How long after {@code since} the first second began that is normal, and stays so while it slides by two seconds
     * more; empty if there is none up to {@code now}.
     */
    public Optional<Duration> normalAfter(long since, long now, Norm norm) {
        int good = 0;
        for (long from = since; from + SECOND <= now; from += STEP) {
            good = norm.holds(beat(from, from + SECOND)) ? good + 1 : 0;
            if (good > STEPS) {
                return Optional.of(Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(from - STEPS * STEP - since)));
            }
        }
        return Optional.empty();
    }

    /** Latencies; of those that did not end, -1. */
    private LongStream between(long from, long until) {
        int first = firstFrom(from);
        int end = firstFrom(until);
        return trips.subList(first, end).stream().mapToLong(trip -> trip.ended == 0 ? -1 : trip.ended - trip.begun);
    }

    private int firstFrom(long time) {
        int low = 0;
        int high = trips.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (trips.get(middle).begun < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void begin(Line.Submit line) {
        if (prompt.test(line.dev())) {
            RoundTrip trip = new RoundTrip(line.t());
            trips.add(firstFrom(line.t()), trip);
            submitting.put(line.c(), trip);
        }
    }

    /** What was submitted before, or with the key of something else, is no round trip of its own. */
    private void submitted(Line.Submitted line) {
        RoundTrip trip = submitting.remove(line.c());
        if (trip == null) {
            return;
        }
        if (line.replayed() || line.status() == KEY_REUSED) {
            trips.remove(trip);
        } else if (line.task() != null) {
            tasks++;
            waiting.put(line.task(), trip);
            ended(line.task(), line.state(), line.t());
        }
    }

    private void ended(@Nullable String task, @Nullable String state, long at) {
        if (task != null && state != null && FINAL.contains(state)) {
            RoundTrip trip = waiting.remove(task);
            if (trip != null) {
                trip.ended = at;
            }
        }
    }
}
