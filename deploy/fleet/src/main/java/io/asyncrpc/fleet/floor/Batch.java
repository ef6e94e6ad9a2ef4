package io.asyncrpc.fleet.floor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What came of some words: one statement to the database, then some words back.
 *
 * @param moves the last state of each task that moved
 * @param results of those that ended
 * @param made the new tasks, with their devices
 * @param tag all words up to that one are in it; 0 = none
 */
record Batch(
        Map<UUID, TaskState> moves, Map<UUID, byte[]> results, Map<UUID, String> made, List<Answer> answers, long tag) {

    /** Of a task; it only moves on. */
    enum TaskState {
        NEW,
        PENDING,
        LOCKED,
        DONE
    }

    static Batch upTo(long tag) {
        return new Batch(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>(), tag);
    }
}
