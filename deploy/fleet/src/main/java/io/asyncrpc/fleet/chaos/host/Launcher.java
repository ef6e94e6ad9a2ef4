package io.asyncrpc.fleet.chaos.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The launcher {@code ./iot} of the installation whose state folder is given. */
public final class Launcher {

    private final Path script;
    private final Path state;

    public Launcher(Path script, Path state) {
        this.script = script;
        this.state = state;
    }

    /** Stops and starts parts; returns when they are ready. */
    public void restart(List<Part> parts) {
        List<String> arguments = new ArrayList<>(List.of("restart"));
        parts.forEach(part -> arguments.add(part.toString()));
        run(arguments);
    }

    /** A command of the broker's own administration tool. */
    public void rabbitmqctl(String... arguments) {
        List<String> all = new ArrayList<>(List.of("rabbitmqctl"));
        all.addAll(List.of(arguments));
        run(all);
    }

    private void run(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(arguments);
        try {
            Path said = Files.createTempFile("iot-", ".out");
            try {
                run(command, said);
            } finally {
                Files.delete(said);
            }
        } catch (IOException e) {
            throw new HostException("./iot could not be run", e);
        }
    }

    private void run(List<String> command, Path said) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("IOT_STATE", state.toString());
        Process process = builder.start();
        try {
            if (process.waitFor() != 0) {
                throw new HostException("%s failed: %s"
                        .formatted(
                                String.join(" ", command),
                                Files.readString(said).strip()));
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new HostException("interrupted while ./iot ran", e);
        }
    }
}
