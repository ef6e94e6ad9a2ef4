package io.asyncrpc.fleet.bench;

import java.util.List;
import java.util.Set;

/**
 * What is asked for.
 *
 * @param rate tasks a second in open loop; 0 = closed loop with so many {@code inFlight}
 * @param seconds that are measured
 * @param warmUp seconds before, which are not
 * @param workMillis that a device takes for a call
 * @param qos with which devices listen
 * @param session seconds for which the broker keeps the session of a device that is away; 0 = it begins anew
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
        int session,
        long seed,
        String organisation,
        boolean mixed,
        boolean keyed,
        boolean untilInputEnds,
        boolean json) {

    static final String USAGE = "[" + Scenario.names()
            + "] [--json] [--devices N] [--rate N | --in-flight N] [--seconds N] [--warm-up N] [--work MILLISECONDS]"
            + " [--waiting N] [--qos 0|1] [--session SECONDS] [--seed N] [--org NAME] [--mixed] [--keyed] [--until-input-ends]";

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
            "--session",
            "--seed",
            "--org");

    /** @throws IllegalArgumentException that says what is wrong */
    static Options of(List<String> arguments) {
        boolean named = !arguments.isEmpty() && !arguments.getFirst().startsWith("--");
        Scenario scenario = Scenario.named(named ? arguments.getFirst() : "steady");
        List<String> options = arguments.subList(named ? 1 : 0, arguments.size());
        Given given = Given.of(options, VALUES, FLAGS, "bench " + USAGE);
        boolean closed = given.has("--in-flight") || scenario.rate == 0;
        return new Options(
                scenario,
                given.number("--devices", 1, scenario.devices),
                closed && !given.has("--rate") ? 0 : given.decimal("--rate", scenario.rate),
                given.number("--in-flight", 1, scenario.inFlight),
                given.number("--seconds", 1, scenario.seconds),
                given.number("--warm-up", 0, scenario.warmUp),
                given.number("--work", 0, scenario.workMillis),
                given.number("--waiting", 0, scenario.waiting),
                given.number("--qos", 0, 0),
                given.number("--session", 0, scenario.session),
                given.number("--seed", 0, 1),
                given.text("--org", "bench"),
                given.has("--mixed"),
                given.has("--keyed"),
                given.has("--until-input-ends"),
                given.has("--json"));
    }
}
