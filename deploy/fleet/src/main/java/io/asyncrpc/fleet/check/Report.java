package io.asyncrpc.fleet.check;

import java.util.List;
import java.util.Map;

/**
 * What the checker found.
 *
 * @param violations the first of each rule, in the order of the rules
 * @param violationCount all of them, also those not listed
 * @param counts how much was looked at, by name
 */
public record Report(List<Violation> violations, long violationCount, Map<String, Long> counts) {

    public Report {
        violations = List.copyOf(violations);
    }

    public boolean isClean() {
        return violationCount == 0;
    }
}
