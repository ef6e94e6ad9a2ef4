package io.asyncrpc.fleet.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is asked for.
 *
 * @param rate tasks a second in open loop; 0 = closed loop with so many {@code inFlight}
 * @param seconds that are measured
 * @param warmUp seconds before, which are not
 * @param workMillis that a device takes for a call
 * @param qos with which devices listen
 * @param mixed devices and clients have all their manners
 * @param keyed clients submit with an {@code Idempotency-Key}, and so again if there was no answer
 * @param untilInputEnds {@code seconds} at most: it is over when the standard input is
 * @param json one object on the standard output, everything else elsewhere
 */
record Options(
        Scenario scenario,
        int devices,
        double rate,
        int inFlight,
        int seconds,
        int warmUp,
        int workMillis,
        int waiting,
        int qos,
        long seed,
        String organisation,
        boolean mixed,
        boolean keyed,
        boolean untilInputEnds,
        boolean json) {

    static final String USAGE = "[" + Scenario.names()
            + "] [--json] [--devices N] [--rate N | --in-flight N] [--seconds N] [--warm-up N] [--work MILLISECONDS]"
            + " [--waiting N] [--qos 0|1] [--seed N] [--org NAME] [--mixed] [--keyed] [--until-input-ends]";

    private static final Set<String> FLAGS = Set.of("--json", "--mixed", "--keyed", "--until-input-ends");
    private static final Set<String> VALUES = Set.of(
            "--devices",
            "--rate",
            "--in-flight",
            "--seconds",
            "--warm-up",
            "--work",
            "--waiting",
            "--qos",
            "--seed",
            "--org");

    /** @throws IllegalArgumentException that says what is wrong */
    static Options of(List<String> arguments) {
        Deque<String> left = new ArrayDeque<>(arguments);
        boolean named = !left.isEmpty() && !left.getFirst().startsWith("--");
        Scenario scenario = Scenario.named(named ? left.removeFirst() : "steady");
        Given given = given(left);
        boolean closed = given.values().containsKey("--in-flight") || scenario.rate == 0;
        return new Options(
                scenario,
                given.number("--devices", 1, scenario.devices),
                closed && !given.values().containsKey("--rate") ? 0 : given.decimal("--rate", scenario.rate),
                given.number("--in-flight", 1, scenario.inFlight),
                given.number("--seconds", 1, scenario.seconds),
                given.number("--warm-up", 0, scenario.warmUp),
                given.number("--work", 0, scenario.workMillis),
                given.number("--waiting", 0, scenario.waiting),
                given.number("--qos", 0, 0),
                given.number("--seed", 0, 1),
                given.values().getOrDefault("--org", "bench"),
                given.flags().contains("--mixed"),
                given.flags().contains("--keyed"),
                given.flags().contains("--until-input-ends"),
                given.flags().contains("--json"));
    }

    private static Given given(Deque<String> left) {
        Given given = new Given(new HashMap<>(), new TreeSet<>());
        while (!left.isEmpty()) {
            String option = left.removeFirst();
            if (FLAGS.contains(option)) {
                given.flags().add(option);
            } else if (!VALUES.contains(option)) {
                throw new IllegalArgumentException("unknown option " + option + "; usage: bench " + USAGE);
            } else if (left.isEmpty()) {
                throw new IllegalArgumentException(option + " needs a value");
            } else {
                given.values().put(option, left.removeFirst());
            }
        }
        return given;
    }

    private record Given(Map<String, String> values, Set<String> flags) {

        int number(String option, int least, int otherwise) {
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
}
