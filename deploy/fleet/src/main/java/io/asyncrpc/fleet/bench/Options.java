package io.asyncrpc.fleet.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What is asked for.
 *
 * @param rate tasks a second in open loop; 0 = closed loop with so many {@code inFlight}
 * @param seconds that are measured
 * @param warmUp seconds before, which are not
 * @param mixed devices and clients have all their manners
 * @param workMillis that a device takes for a call
 * @param qos with which devices listen
 * @param json one object on the standard output, everything else elsewhere
 */
record Options(
        Scenario scenario,
        int devices,
        double rate,
        int inFlight,
        int seconds,
        int warmUp,
        long seed,
        String organisation,
        boolean mixed,
        int workMillis,
        int qos,
        boolean json) {

    static final String USAGE =
            "[SCENARIO] [--json] [--devices N] [--rate N | --in-flight N] [--seconds N] [--warm-up N] [--seed N]"
                    + " [--org NAME] [--work MILLISECONDS] [--qos 0|1] [--mixed]";

    /** @throws IllegalArgumentException that says what is wrong */
    static Options of(List<String> arguments) {
        Deque<String> left = new ArrayDeque<>(arguments);
        boolean named = !left.isEmpty() && !left.getFirst().startsWith("--");
        Options options = Scenario.named(named ? left.removeFirst() : "steady").defaults();
        while (!left.isEmpty()) {
            options = options.with(left.removeFirst(), left);
        }
        return options;
    }

    private Options with(String option, Deque<String> left) {
        return switch (option) {
            case "--json" ->
                new Options(
                        scenario,
                        devices,
                        rate,
                        inFlight,
                        seconds,
                        warmUp,
                        seed,
                        organisation,
                        mixed,
                        workMillis,
                        qos,
                        true);
            case "--mixed" ->
                new Options(
                        scenario,
                        devices,
                        rate,
                        inFlight,
                        seconds,
                        warmUp,
                        seed,
                        organisation,
                        true,
                        workMillis,
                        qos,
                        json);
            case "--devices" ->
                new Options(
                        scenario,
                        (int) number(option, left, 1),
                        rate,
                        inFlight,
                        seconds,
                        warmUp,
                        seed,
                        organisation,
                        mixed,
                        workMillis,
                        qos,
                        json);
            case "--rate" ->
                new Options(
                        scenario,
                        devices,
                        number(option, left, 0.001),
                        0,
                        seconds,
                        warmUp,
                        seed,
                        organisation,
                        mixed,
                        workMillis,
                        qos,
                        json);
            case "--in-flight" ->
                new Options(
                        scenario,
                        devices,
                        0,
                        (int) number(option, left, 1),
                        seconds,
                        warmUp,
                        seed,
                        organisation,
                        mixed,
                        workMillis,
                        qos,
                        json);
            case "--seconds" ->
                new Options(
                        scenario,
                        devices,
                        rate,
                        inFlight,
                        (int) number(option, left, 1),
                        warmUp,
                        seed,
                        organisation,
                        mixed,
                        workMillis,
                        qos,
                        json);
            case "--warm-up" ->
                new Options(
                        scenario,
                        devices,
                        rate,
                        inFlight,
                        seconds,
                        (int) number(option, left, 0),
                        seed,
                        organisation,
                        mixed,
                        workMillis,
                        qos,
                        json);
            case "--seed" ->
                new Options(
                        scenario,
                        devices,
                        rate,
                        inFlight,
                        seconds,
                        warmUp,
                        (long) number(option, left, 0),
                        organisation,
                        mixed,
                        workMillis,
                        qos,
                        json);
            case "--work" ->
                new Options(
                        scenario,
                        devices,
                        rate,
                        inFlight,
                        seconds,
                        warmUp,
                        seed,
                        organisation,
                        mixed,
                        (int) number(option, left, 0),
                        qos,
                        json);
            case "--qos" ->
                new Options(
                        scenario,
                        devices,
                        rate,
                        inFlight,
                        seconds,
                        warmUp,
                        seed,
                        organisation,
                        mixed,
                        workMillis,
                        (int) number(option, left, 0),
                        json);
            case "--org" ->
                new Options(
                        scenario,
                        devices,
                        rate,
                        inFlight,
                        seconds,
                        warmUp,
                        seed,
                        text(option, left),
                        mixed,
                        workMillis,
                        qos,
                        json);
            default -> throw new IllegalArgumentException("unknown option " + option + "; usage: bench " + USAGE);
        };
    }

    private static String text(String option, Deque<String> left) {
        String value = left.pollFirst();
        if (value == null) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return value;
    }

    private static double number(String option, Deque<String> left, double least) {
        String value = text(option, left);
        try {
            double number = Double.parseDouble(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " needs a number, not " + value, e);
        }
        throw new IllegalArgumentException(option + " must be at least " + least);
    }
}
