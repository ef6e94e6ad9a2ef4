package io.asyncrpc.fleet.floor;

import io.asyncrpc.fleet.bench.Given;
import java.util.List;
import java.util.Set;

/**
 * What is asked for.
 *
 * @param devices each of which has one task at any time
 * @param seconds that are measured
 * @param warmUp seconds before, which are not
 * @param database false: nothing is stored, so that the broker is alone
 * @param json one object on the standard output, everything else elsewhere
 */
record FloorOptions(int devices, int seconds, int warmUp, boolean database, boolean json) {

    static final String USAGE = "floor [--json] [--devices N] [--seconds N] [--warm-up N] [--no-database]";

    private static final Set<String> VALUES = Set.of("--devices", "--seconds", "--warm-up");
    private static final Set<String> FLAGS = Set.of("--json", "--no-database");

    /** @throws IllegalArgumentException that says what is wrong */
    static FloorOptions of(List<String> arguments) {
        Given given = Given.of(arguments, VALUES, FLAGS, "bench " + USAGE);
        return new FloorOptions(
                given.number("--devices", 1, 200),
                given.number("--seconds", 1, 60),
                given.number("--warm-up", 0, 15),
                !given.has("--no-database"),
                given.has("--json"));
    }
}
