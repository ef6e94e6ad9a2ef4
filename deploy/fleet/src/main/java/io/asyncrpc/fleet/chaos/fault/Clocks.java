package io.asyncrpc.fleet.chaos.fault;

import io.asyncrpc.fleet.chaos.host.HostException;
import io.asyncrpc.fleet.chaos.host.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/**
 * The time that services believe it is: libfaketime adds what stands in a file of each service's own to the machine's
 * time, and looks into it once a second. The monotonic clock, which no administrator can set, stays as it is.
 */
public final class Clocks {

    /** How long a step takes at most until it is believed: libfaketime looks once a second. */
    static final Duration BELIEVED = Duration.ofMillis(1_500);

    /** Found among what a process has loaded. */
    static final String LIBRARY = "libfaketime";

    private final Path folder;
    private final String library;

    /** @param library libfaketime; empty if there is none */
    public Clocks(Path folder, String library) {
        this.folder = folder;
        this.library = library;
    }

    public boolean canBeSet() {
        return !library.isEmpty();
    }

    /** Variables that make a service, started with them, follow its clock. */
    public List<String> environment(Part part) {
        if (!canBeSet()) {
            return List.of();
        }
        set(part, Duration.ZERO);
        return List.of(
                "LD_PRELOAD=" + library,
                "FAKETIME_TIMESTAMP_FILE=" + file(part),
                "FAKETIME_CACHE_DURATION=1",
                "FAKETIME_DONT_FAKE_MONOTONIC=1",
                // Else Java's timed waits, which the library would "mend", return at once and spin
                "FAKETIME_FORCE_MONOTONIC_FIX=0");
    }

    /** @param ahead of the machine's time; negative: behind */
    public void set(Part part, Duration ahead) {
        try {
            Path next = Files.writeString(folder.resolve(part + ".clock.new"), "%+d%n".formatted(ahead.toSeconds()));
            Files.move(next, file(part), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new HostException("the clock of " + part, e);
        }
    }

    private Path file(Part part) {
        return folder.resolve(part + ".clock");
    }
}
