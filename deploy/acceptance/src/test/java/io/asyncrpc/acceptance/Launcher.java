package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Installation.variable;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.regex.Pattern;

/** A command of {@code ./iot}, run to its end. */
record Launcher(int exitCode, String output) {

    static final Path STATE = Installation.PROJECT.resolve(variable("IOT_STATE"));

    /** Whether the system under test is one of {@code up --native}. */
    static boolean runsExecutables() {
        return Files.exists(STATE.resolve("app/task-core/task-core"));
    }

    /** On the system under test, which keeps its ports. */
    static Launcher run(String... arguments) throws IOException, InterruptedException {
        Map<String, String> ports = new HashMap<>();
        Installation.read(STATE.resolve("ports")).lines().forEach(line -> {
            String[] port = line.split("=");
            ports.put("IOT_" + port[0] + "_PORT", port[1]);
        });
        return run(STATE, ports, arguments);
    }

    /** What runs goes on as what it is. */
    static Launcher up() throws IOException, InterruptedException {
        return runsExecutables() ? run("up", "--native") : run("up");
    }

    /** On another installation, on ports that nobody has. */
    static Launcher runApart(Path state, String... arguments) throws IOException, InterruptedException {
        return run(state, freePorts(), arguments);
    }

    private static Map<String, String> freePorts() throws IOException {
        Map<String, String> ports = new HashMap<>();
        for (String line : Installation.read(STATE.resolve("ports")).lines().toList()) {
            ports.put("IOT_" + line.split("=")[0] + "_PORT", Integer.toString(Replica.freePort()));
        }
        return ports;
    }

    /** On another installation: killed, so that it can tidy nothing up, once it has said the words. */
    static void killApart(Path state, String words, String... arguments) throws IOException, InterruptedException {
        Process process = start(state, freePorts(), arguments);
        String heard = new Scanner(process.getInputStream(), UTF_8).findWithinHorizon(Pattern.quote(words), 0);
        process.destroyForcibly().waitFor();
        assertThat(heard).isEqualTo(words);
    }

    private static Launcher run(Path state, Map<String, String> ports, String... arguments)
            throws IOException, InterruptedException {
        Process process = start(state, ports, arguments);
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Launcher(process.waitFor(), output);
    }

    private static Process start(Path state, Map<String, String> ports, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("./iot"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Installation.PROJECT.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(ports);
        builder.environment().put("IOT_STATE", state.toString());
        return builder.start();
    }
}
