package io.asyncrpc.fleet.check;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/** {@code fleet check FOLDER}: checks a run and tells what was found. */
public final class CheckCommand {
    private static final int CLEAN = 0;
    private static final int VIOLATED = 1;
    private static final int NOT_CHECKED = 2;

    private CheckCommand() {}

    /** @return the process's exit code: 1 when a rule is broken, 2 when nothing could be checked */
    public static int run(Path folder, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (!Files.exists(folder.resolve("record.jsonl"))) {
            err.println("fleet: " + folder + " is not the folder of a run: it has no record.jsonl");
            return NOT_CHECKED;
        }
        try {
            Report report = Checker.check(folder, DatabaseSettings.from(environment));
            print(folder, report, out);
            return report.isClean() ? CLEAN : VIOLATED;
        } catch (IOException | UncheckedIOException | SQLException | IllegalArgumentException e) {
            err.println("fleet: the run could not be checked: " + e.getMessage());
            return NOT_CHECKED;
        }
    }

    private static void print(Path folder, Report report, PrintStream out) {
        out.println("Checked " + folder);
        report.counts().forEach((what, count) -> out.printf("  %,12d %s%n", count, what));
        report.violations().forEach(out::println);
        long more = report.violationCount() - report.violations().size();
        if (more > 0) {
            out.printf("... and %,d more%n", more);
        }
        for (Rule rule : Rule.values()) {
            long broken =
                    report.violations().stream().filter(v -> v.rule() == rule).count();
            out.printf("%2d %-6s %s%n", rule.number(), broken == 0 ? "holds" : "BROKEN", rule.sentence());
        }
        out.printf("%,d violations%n", report.violationCount());
    }
}
