package io.asyncrpc.fleet;

import io.asyncrpc.fleet.check.CheckCommand;
import io.asyncrpc.fleet.demo.Demo;
import io.asyncrpc.fleet.demo.DemoSettings;
import java.nio.file.Path;
import java.util.Map;

/** The commands: {@code java -jar fleet.jar demo}, {@code java -jar fleet.jar check FOLDER}. */
public final class Fleet {

    private static final int PLAYED = 0;
    private static final int NOT_AS_PROMISED = 1;
    private static final int WRONG_USE = 2;

    private Fleet() {}

    /** Ends the process itself: network threads may outlive a connection by seconds. */
    public static void main(String[] arguments) {
        // Else Java 24 and later print a warning of four lines about the network library into the play
        System.setProperty("io.netty.noUnsafe", "true");
        System.exit(run(arguments, System.getenv()));
    }

    private static int run(String[] arguments, Map<String, String> environment) {
        if (arguments.length == 2 && arguments[0].equals("check")) {
            return CheckCommand.run(Path.of(arguments[1]), environment, System.out, System.err);
        }
        if (arguments.length != 1 || !arguments[0].equals("demo")) {
            System.err.println("""
                    usage: fleet demo            (environment: API_URL MQTT_HOST MQTT_PORT TOKEN)
                           fleet check FOLDER    (environment: POSTGRES_HOST _PORT _DB _USER _PASSWORD)""");
            return WRONG_USE;
        }
        try {
            return demo(DemoSettings.from(environment), environment);
        } catch (IllegalArgumentException e) {
            System.err.println("fleet: " + e.getMessage());
            return WRONG_USE;
        }
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
