package io.asyncrpc.fleet.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a record is about.
 *
 * @param run stands at the beginning of the payload of every task of the run
 * @param orgs the organisations in which nobody else submits during the run
 * @param start microseconds since 1970, as {@code end}
 * @param drained before the end nothing was submitted any more, every known task was seen final, and no device had
 *     anything to say again
 */
public record Run(
        String run, String scenario, long seed, List<String> orgs, int devices, long start, long end, boolean drained) {

    private static final String FILE = "run.json";

    public Run {
        orgs = List.copyOf(orgs);
    }

    public void write(Path folder) {
        try {
            Format.JSON.writeValue(folder.resolve(FILE).toFile(), this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Run read(Path folder) {
        try {
            return Format.JSON.readValue(folder.resolve(FILE).toFile(), Run.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
