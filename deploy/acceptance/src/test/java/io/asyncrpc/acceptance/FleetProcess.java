package io.asyncrpc.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command of {@code fleet.jar}, run to its end as a process of its own; it finds the system by the environment. */
record FleetProcess(int exitCode, String output) {

    private static final Path JAR = Installation.PROJECT.resolve("deploy/fleet/target/fleet.jar");
    private static final Pattern RUN_FOLDER = Pattern.compile("/\\S*/bench/[^/\\s]+");

    static FleetProcess run(String... arguments) throws IOException, InterruptedException {
        return start(Map.of(), arguments).end();
    }

    /** One that runs. */
    record Running(Process process, CompletableFuture<String> output) {

        /** Ends its standard input, and waits until it is over. */
        FleetProcess end() throws IOException, InterruptedException {
            process.getOutputStream().close();
            return new FleetProcess(process.waitFor(), output.join());
        }

        boolean isAlive() {
            return process.isAlive();
        }
    }

    /** @param more beside the environment, or instead of what is there */
    static Running start(Map<String, String> more, String... arguments) throws IOException {
        assertThat(JAR).as("built by ./mvnw package -pl deploy/fleet").exists();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .put(
                        "IOT_STATE",
                        Installation.PROJECT
                                .resolve(Installation.variable("IOT_STATE"))
                                .toString());
        builder.environment().putAll(more);
        Process process = builder.start();
        return new Running(process, CompletableFuture.supplyAsync(() -> said(process), Thread::startVirtualThread));
    }

    private static String said(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of the run that it tells of. */
    Path runFolder() {
        Matcher folder = RUN_FOLDER.matcher(output);
        assertThat(folder.find()).as("%s", output).isTrue();
        return Path.of(folder.group());
    }
}
