package io.asyncrpc.fleet.chaos.report;

import io.asyncrpc.fleet.chaos.pulse.Pulse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The pages about a run. */
public final class Pages {

    private static final String BEGIN = "<!-- written by ./iot chaos --report -->";
    private static final String END = "<!-- end of what is written -->";

    private final Verdict verdict;
    private final Pulse pulse;

    public Pages(Verdict verdict, Pulse pulse) {
        this.verdict = verdict;
        this.pulse = pulse;
    }

    /** @param page gets the table between its two marks; at its end, with marks, if it has none */
    public void write(Path folder, Optional<Path> page) throws IOException {
        Files.writeString(folder.resolve("report.md"), table(verdict));
        Files.writeString(folder.resolve("report.html"), Plot.of(verdict, pulse));
        if (page.isPresent()) {
            String before = Files.exists(page.get()) ? Files.readString(page.get()) : "# Faults\n";
            Files.writeString(page.get(), filled(before, table(verdict)));
        }
    }

    public static String table(Verdict verdict) {
        return Table.of(verdict);
    }

    static String filled(String page, String table) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        return begin >= 0 && end > begin
                ? page.substring(0, begin + BEGIN.length()) + "\n" + table + page.substring(end)
                : page + "\n" + BEGIN + "\n" + table + END + "\n";
    }
}
