package io.asyncrpc.fleet;

import io.asyncrpc.fleet.audit.AuditCommand;
import io.asyncrpc.fleet.bench.Bench;
import io.asyncrpc.fleet.chaos.ChaosRun;
import io.asyncrpc.fleet.chaos.ChaosSettings;
import io.asyncrpc.fleet.check.CheckCommand;
import io.asyncrpc.fleet.check.DatabaseSettings;
import io.asyncrpc.fleet.demo.Demo;
import io.asyncrpc.fleet.demo.DemoSettings;
import io.asyncrpc.fleet.floor.Floor;
import io.asyncrpc.fleet.load.Installation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The commands: {@code java -jar fleet.jar demo}, {@code bench}, {@code floor}, {@code chaos}, {@code check}, {@code audit}. */
public final class Fleet {

    private static final int PLAYED = 0;
    private static final int NOT_AS_PROMISED = 1;
    private static final int WRONG_USE = 2;

    private static final String USAGE = "usage: fleet demo | check FOLDER | " + AuditCommand.USAGE
            + " | chaos [options] | " + Floor.USAGE + " | bench " + Bench.USAGE;

    private Fleet() {}

    /** Ends the process itself: network threads may outlive a connection by seconds. */
    public static void main(String[] arguments) {
        // Else Java 24 and later print a warning of four lines about the network library into the play
        System.setProperty("io.netty.noUnsafe", "true");
        System.exit(run(arguments, System.getenv()));
    }

    private static int run(String[] arguments, Map<String, String> environment) {
        String command = arguments.length == 0 ? "" : arguments[0];
        List<String> rest = List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
        try {
            return switch (command) {
                case "demo" -> demo(DemoSettings.from(environment), environment);
                case "bench" -> bench(rest, environment);
                case "floor" -> floor(rest, environment);
                case "check" -> check(rest, environment);
                case "audit" -> AuditCommand.run(rest, environment, System.out);
                case "chaos" -> chaos(rest, environment);
                default -> throw new IllegalArgumentException(USAGE);
            };
        } catch (IllegalArgumentException e) {
            System.err.println("fleet: " + e.getMessage());
            return WRONG_USE;
        }
    }

    private static int check(List<String> arguments, Map<String, String> environment) {
        if (arguments.size() != 1) {
            throw new IllegalArgumentException(USAGE);
        }
        return CheckCommand.run(Path.of(arguments.getFirst()), environment, System.out, System.err);
    }

    private static int bench(List<String> arguments, Map<String, String> environment) {
        return Bench.run(Installation.from(environment), DatabaseSettings.from(environment), arguments)
                ? PLAYED
                : NOT_AS_PROMISED;
    }

    private static int floor(List<String> arguments, Map<String, String> environment) {
        return Floor.run(environment, arguments) ? PLAYED : NOT_AS_PROMISED;
    }

    private static int chaos(List<String> arguments, Map<String, String> environment) {
        return ChaosRun.run(ChaosSettings.parse(arguments), environment, System.out) ? PLAYED : NOT_AS_PROMISED;
    }

    private static int demo(DemoSettings settings, Map<String, String> environment) {
        if (Demo.play(settings, environment, System.out)) {
            System.out.println("Every task ended as promised.");
            return PLAYED;
        }
        System.err.println("fleet: the demo did not end as promised");
        return NOT_AS_PROMISED;
    }
}
