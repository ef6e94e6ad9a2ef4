package io.asyncrpc.fleet.check;

import io.asyncrpc.fleet.check.StoredTask.Move;
import io.asyncrpc.fleet.check.StoredTask.Result;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What clients saw of one task. A read that began after the answer of another must not be older than that; reads side by side
 * may come in any order.
 */
final class Sightings {
    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final String task;
    private final Findings findings;
    private final Map<Long, Integer> floors = new HashMap<>();
    private final TreeMap<Integer, Sighting> versions = new TreeMap<>();
    private int newest;

    private record Sighting(long call, String state, String outcome, int attempt, String sha, int resultStatus) {

        /** Not each answer tells everything. */
        boolean contradicts(Sighting other) {
            return !state.equals(other.state)
                    || differ(outcome, other.outcome)
                    || differ(sha, other.sha)
                    || (attempt >= 0 && other.attempt >= 0 && attempt != other.attempt)
                    || (resultStatus >= 0 && other.resultStatus >= 0 && resultStatus != other.resultStatus);
        }

        static boolean differ(String one, String other) {
            return !one.isEmpty() && !other.isEmpty() && !one.equals(other);
        }
    }

    Sightings(String task, Findings findings) {
        this.task = task;
        this.findings = findings;
    }

    void asked(long call) {
        floors.put(call, newest);
    }

    void seen(Entry line) {
        int floor = floors.getOrDefault(line.call(), 0);
        floors.remove(line.call());
        int status = line.number("status", 0);
        if (status == 404) {
            broken(Rule.NOTHING_LOST, "call %d was told that there is no such task".formatted(line.call()));
        }
        if ((status != OK && status != ACCEPTED) || !line.has("ver") || !line.has("state")) {
            return;
        }
        int version = line.number("ver", 0);
        Sighting sighting = new Sighting(
                line.call(),
                line.text("state"),
                line.text("outcome"),
                line.number("attempt", -1),
                line.text("result"),
                line.number("rstatus", -1));
        if (version < floor) {
            broken(
                    Rule.FINAL_STAYS,
                    "call %d saw version %d (%s) after version %d had been seen"
                            .formatted(line.call(), version, sighting.state(), floor));
        }
        compare(version, sighting);
        newest = Math.max(newest, version);
    }

    private void compare(int version, Sighting sighting) {
        Sighting before = versions.putIfAbsent(version, sighting);
        Map.Entry<Integer, Sighting> older = versions.lowerEntry(version);
        Map.Entry<Integer, Sighting> newer = versions.higherEntry(version);
        if (before != null && before.contradicts(sighting)) {
            contradiction(version, before, version, sighting);
        } else if (older != null
                && StoredTask.isFinal(older.getValue().state())
                && older.getValue().contradicts(sighting)) {
            contradiction(older.getKey(), older.getValue(), version, sighting);
        } else if (newer != null && StoredTask.isFinal(sighting.state()) && sighting.contradicts(newer.getValue())) {
            contradiction(version, sighting, newer.getKey(), newer.getValue());
        }
    }

    private void contradiction(int version, Sighting sighting, int otherVersion, Sighting other) {
        broken(
                Rule.FINAL_STAYS,
                "version %d was %s, version %d is %s".formatted(version, sighting, otherVersion, other));
    }

    /** What was seen is what the history tells. */
    void compareWith(StoredTask stored) {
        versions.forEach((version, sighting) -> {
            Move move = stored.moveTo(version);
            if (move == null) {
                broken(
                        Rule.FINAL_STAYS,
                        "call %d saw version %d, which its history does not have".formatted(sighting.call(), version));
            } else if (!move.to().equals(sighting.state())
                    || (sighting.attempt() >= 0 && sighting.attempt() != move.attempt())) {
                broken(
                        Rule.FINAL_STAYS,
                        "call %d saw %s in version %d, which was %s"
                                .formatted(sighting.call(), sighting, version, move));
            } else if (StoredTask.isFinal(sighting.state())) {
                compareEnd(stored, sighting, stored.decisive());
            }
        });
    }

    private void compareEnd(StoredTask stored, Sighting seen, @Nullable Result result) {
        boolean other = Sighting.differ(seen.outcome(), stored.outcome() == null ? "" : stored.outcome())
                || Sighting.differ(seen.sha(), result == null ? "none" : result.sha())
                || (seen.resultStatus() >= 0 && (result == null || result.status() != seen.resultStatus()));
        if (other) {
            broken(
                    Rule.FINAL_STAYS,
                    "call %d saw %s, but the row is %s %s by %s"
                            .formatted(seen.call(), seen, stored.state(), stored.outcome(), result));
        }
    }

    private void broken(Rule rule, String what) {
        findings.violation(rule, "task %s: %s".formatted(task, what));
    }
}
