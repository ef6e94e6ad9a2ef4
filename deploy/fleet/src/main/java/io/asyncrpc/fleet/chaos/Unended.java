package io.asyncrpc.fleet.chaos;

import io.asyncrpc.fleet.load.LoadListener;
import io.asyncrpc.fleet.load.Step;
import io.asyncrpc.fleet.load.TaskSeen;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Accepted tasks whose end no client saw. That a submission is refused during a fault is no fault. */
final class Unended implements LoadListener {

    private final Map<String, Integer> reasons = new TreeMap<>();

    @Override
    public void finished(long intended, long answered, long seen, TaskSeen task) {}

    @Override
    public void timed(Step step, long from, long micros) {}

    @Override
    public synchronized void failed(long intended, String why) {
        if (!why.startsWith("submit ")) {
            reasons.merge(why, 1, Integer::sum);
        }
    }

    synchronized List<String> texts() {
        return reasons.entrySet().stream()
                .map(reason -> "%d tasks were not seen final: %s".formatted(reason.getValue(), reason.getKey()))
                .toList();
    }
}
