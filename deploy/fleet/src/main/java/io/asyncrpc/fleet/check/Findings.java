package io.asyncrpc.fleet.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects violations and counts. A broken run breaks a rule a million times: only the first of each rule are kept. */
final class Findings {
    private static final int KEPT_OF_A_RULE = 100;

    private final Map<Rule, List<Violation>> kept = new EnumMap<>(Rule.class);
    private final Map<String, Long> counts = new TreeMap<>();
    private long violations;

    void violation(Rule rule, String text) {
        violations++;
        List<Violation> same = kept.computeIfAbsent(rule, r -> new ArrayList<>());
        if (same.size() < KEPT_OF_A_RULE) {
            same.add(new Violation(rule, text));
        }
    }

    void count(String what) {
        count(what, 1);
    }

    void count(String what, long more) {
        counts.merge(what, more, Long::sum);
    }

    Report report() {
        List<Violation> all = kept.values().stream().flatMap(List::stream).toList();
        return new Report(all, violations, new TreeMap<>(counts));
    }
}
