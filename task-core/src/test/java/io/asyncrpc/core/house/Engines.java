package io.asyncrpc.core.house;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Where the engines are: by the variables of {@code ./iot engines}, which is asked if nobody set them. */
public final class Engines {
    private static final List<String> NEEDED = List.of(
            "POSTGRES_HOST",
            "POSTGRES_PORT",
            "POSTGRES_DB",
            "POSTGRES_USER",
            "POSTGRES_PASSWORD",
            "RABBITMQ_HOST",
            "RABBITMQ_PORT",
            "RABBITMQ_USER",
            "RABBITMQ_PASSWORD",
            "RABBITMQ_MANAGEMENT_URL",
            "CORE_RABBITMQ_USER",
            "CORE_RABBITMQ_PASSWORD",
            "JWT_PRIVATE_KEY_FILE",
            "JWT_PUBLIC_KEY_FILE",
            "JWT_ISSUER",
            "JWT_AUDIENCE",
            "HOUSE_TOKEN",
            "IOT_STATE");

    private Engines() {}

    static Map<String, String> variables() throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(System.getenv());
        if (!all.keySet().containsAll(NEEDED)) {
            run("eval \"$(./iot engines)\" && env")
                    .lines()
                    .filter(line -> line.contains("="))
                    .forEach(line -> {
                        int equals = line.indexOf('=');
                        all.put(line.substring(0, equals), line.substring(equals + 1));
                    });
        }
        all.keySet().retainAll(NEEDED);
        return all;
    }

    /** Restarts {@code postgres} or {@code rabbitmq}; back when it answers. */
    public static void restart(String engine, String state) throws IOException, InterruptedException {
        run("IOT_STATE='" + state + "' ./iot engines restart " + engine);
    }

    private static String run(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "-c", "cd .. && " + command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("failed: " + command);
        }
        return out;
    }
}
