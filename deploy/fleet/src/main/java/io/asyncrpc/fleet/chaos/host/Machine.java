package io.asyncrpc.fleet.chaos.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The processes of an installation, as its launcher wrote them down ({@code STATE/pid/NAME}: pid, birth, boot). */
public final class Machine {

    private static final int BIRTH_FIELD = 19;

    private final Path state;

    public Machine(Path state) {
        this.state = state;
    }

    /** The process the launcher started as this part, if that very one still lives. */
    public Optional<ProcessHandle> process(Part part) {
        return record(part)
                .filter(record -> birth(record.get(0)).equals(record.get(1)))
                .flatMap(record -> ProcessHandle.of(Long.parseLong(record.get(0))));
    }

    public boolean isRunning(Part part) {
        return process(part).isPresent();
    }

    /** Whether the part runs with that library of the system's, whatever its options say. */
    public boolean hasLoaded(Part part, String library) {
        return process(part)
                .map(process -> Path.of("/proc", Long.toString(process.pid()), "maps"))
                .map(Machine::read)
                .filter(maps -> maps.contains(library))
                .isPresent();
    }

    /** Ends the part and all its children at once, as {@code kill -9} does. */
    public void kill(Part part) {
        signal(part, "KILL");
    }

    /** The part and all its children stand still, and do not notice. */
    public void stop(Part part) {
        signal(part, "STOP");
    }

    public void goOn(Part part) {
        signal(part, "CONT");
    }

    private void signal(Part part, String signal) {
        ProcessHandle process = process(part).orElseThrow(() -> new HostException(part + " is not running"));
        List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -" + signal + " \"$@\" 2>/dev/null", "kill"));
        Stream.concat(Stream.of(process), process.descendants()).forEach(one -> command.add(Long.toString(one.pid())));
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new HostException("signal " + signal + " to " + part, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostException("interrupted", e);
        }
    }

    private Optional<List<String>> record(Part part) {
        try {
            List<String> fields = List.of(Files.readString(state.resolve("pid").resolve(part.toString()))
                    .strip()
                    .split(" "));
            return Optional.of(fields).filter(all -> all.size() >= 2);
        } catch (NoSuchFileException notStarted) {
            return Optional.empty();
        } catch (IOException e) {
            throw new HostException("the record of " + part, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            return "";
        }
    }

    /** When a living process began, in the kernel's clock ticks; empty if there is none or it only waits to be buried. */
    private static String birth(String pid) {
        try {
            String line = Files.readString(Path.of("/proc", pid, "stat"));
            String[] fields = line.substring(line.lastIndexOf(") ") + 2).strip().split(" ");
            return fields[0].equals("Z") ? "" : fields[BIRTH_FIELD];
        } catch (IOException gone) {
            return "";
        }
    }
}
