package io.asyncrpc.fleet.check;

/**
 * Something that cannot be if the rule holds.
 *
 * @param text names the task, event or key, and the evidence
 */
public record Violation(Rule rule, String text) {

    @Override
    public String toString() {
        return "rule %d %s: %s".formatted(rule.number(), rule, text);
    }
}
