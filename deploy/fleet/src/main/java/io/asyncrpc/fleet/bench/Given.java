package io.asyncrpc.fleet.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The options on a command line: those that have values, and those that are just there. */
public record Given(Map<String, String> values, Set<String> flags) {

    /**
     * @param values those that have one
     * @throws IllegalArgumentException that says what is wrong
     */
    public static Given of(List<String> arguments, Set<String> values, Set<String> flags, String usage) {
        Given given = new Given(new HashMap<>(), new TreeSet<>());
        Deque<String> left = new ArrayDeque<>(arguments);
        while (!left.isEmpty()) {
            String option = left.removeFirst();
            if (flags.contains(option)) {
                given.flags().add(option);
            } else if (!values.contains(option)) {
                throw new IllegalArgumentException("unknown option " + option + "; usage: " + usage);
            } else if (left.isEmpty()) {
                throw new IllegalArgumentException(option + " needs a value");
            } else {
                given.values().put(option, left.removeFirst());
            }
        }
        return given;
    }

    public boolean has(String option) {
        return flags.contains(option) || values.containsKey(option);
    }

    String text(String option, String otherwise) {
        return values.getOrDefault(option, otherwise);
    }

    public int number(String option, int least, int otherwise) {
        String value = values.get(option);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " needs a whole number, not " + value, e);
        }
        throw new IllegalArgumentException(option + " must be at least " + least);
    }

    double decimal(String option, double otherwise) {
        String value = values.get(option);
        if (value == null) {
            return otherwise;
        }
        try {
            double number = Double.parseDouble(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " needs a number, not " + value, e);
        }
        throw new IllegalArgumentException(option + " must be more than 0");
    }
}
