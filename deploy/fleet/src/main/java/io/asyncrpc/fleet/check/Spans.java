package io.asyncrpc.fleet.check;

import io.asyncrpc.fleet.record.Run;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Cuts all task ids into spans with so many tasks each, so that one span after another fits into memory. */
final class Spans {
    private static final String LAST = "ffffffff-ffff-ffff-ffff-ffffffffffff";

    /** Ids tell when they were made; older ones than this before the run's start are not looked at. */
    private static final long BEFORE_START = 24 * 3_600_000L;

    private final List<String> bounds = new ArrayList<>();

    Spans(CoreTables tables, Run run, int tasksInSpan) throws SQLException {
        String first = firstId(run.start() / 1_000 - BEFORE_START);
        bounds.add(first);
        bounds.addAll(tables.everyNth(tasksInSpan, first));
    }

    int count() {
        return bounds.size();
    }

    String from(int span) {
        return bounds.get(span);
    }

    String until(int span) {
        return span + 1 < bounds.size() ? bounds.get(span + 1) : LAST;
    }

    /** Ids in their usual writing are in the order of their letters. */
    int of(String id) {
        int found = Collections.binarySearch(bounds, id);
        return Math.max(0, found >= 0 ? found : -found - 2);
    }

    /** The smallest UUIDv7 of that millisecond. */
    static String firstId(long millis) {
        String time = "%012x".formatted(millis);
        return time.substring(0, 8) + "-" + time.substring(8) + "-7000-8000-000000000000";
    }
}
