package io.asyncrpc.fleet.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the processes used, seen once a second. */
public final class Samples {

    private final List<Sample> taken = new ArrayList<>();

    /** @param micros since 1970 */
    record Sample(long micros, Map<String, Usage> usage) {}

    void add(long micros, Map<String, Usage> usage) {
        taken.add(new Sample(micros, usage));
    }

    double seconds() {
        return taken.isEmpty()
                ? 0
                : (taken.getLast().micros() - taken.getFirst().micros()) / 1_000_000.0;
    }

    /** From the first to the last sample. One that was started anew counts from its start. */
    Map<String, Double> cpuSeconds() {
        Map<String, Double> used = new LinkedHashMap<>();
        for (int i = 1; i < taken.size(); i++) {
            between(taken.get(i - 1), taken.get(i)).forEach((name, cpu) -> used.merge(name, cpu, Double::sum));
        }
        return used;
    }

    Map<String, Double> mostMemory() {
        Map<String, Double> most = new LinkedHashMap<>();
        taken.forEach(sample -> sample.usage().forEach((name, usage) -> most.merge(name, usage.rssMb(), Math::max)));
        return most;
    }

    /** CPU in cores between each two samples, by process. */
    Map<String, List<Double>> cores() {
        Map<String, List<Double>> lines = new LinkedHashMap<>();
        for (int i = 1; i < taken.size(); i++) {
            double seconds = (taken.get(i).micros() - taken.get(i - 1).micros()) / 1_000_000.0;
            between(taken.get(i - 1), taken.get(i))
                    .forEach((name, cpu) -> lines.computeIfAbsent(name, key -> new ArrayList<>())
                            .add(Math.max(0, cpu / seconds)));
        }
        return lines;
    }

    Map<String, List<Double>> memory() {
        Map<String, List<Double>> lines = new LinkedHashMap<>();
        taken.forEach(sample -> sample.usage()
                .forEach((name, usage) ->
                        lines.computeIfAbsent(name, key -> new ArrayList<>()).add(usage.rssMb())));
        return lines;
    }

    /** A child that ends between two looks at its family is missing once and there again; over all samples it counts once. */
    private static Map<String, Double> between(Sample before, Sample after) {
        Map<String, Double> used = new LinkedHashMap<>();
        after.usage().forEach((name, usage) -> {
            Usage then = before.usage().get(name);
            double already = then != null && then.pid() == usage.pid() ? then.cpuSeconds() : 0;
            used.put(name, usage.cpuSeconds() - already);
        });
        return used;
    }
}
