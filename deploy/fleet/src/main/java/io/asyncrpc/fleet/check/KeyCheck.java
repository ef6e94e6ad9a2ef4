package io.asyncrpc.fleet.check;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks what each idempotency key made. */
final class KeyCheck {
    private static final int REUSED = 422;

    private final CoreTables tables;
    private final Spill lines;
    private final Findings findings;

    private static final class Use {
        @Nullable String task;

        @Nullable String body;

        boolean made;
    }

    KeyCheck(CoreTables tables, Spill lines, Findings findings) {
        this.tables = tables;
        this.lines = lines;
        this.findings = findings;
    }

    void check() throws SQLException, IOException {
        for (int part = 0; part < lines.count(); part++) {
            check(part);
        }
    }

    private void check(int part) throws SQLException, IOException {
        Map<String, Use> uses = new HashMap<>();
        lines.read(part, line -> accepted(uses.computeIfAbsent(name(line), n -> new Use()), line));
        lines.read(part, line -> refused(uses.getOrDefault(name(line), new Use()), line));
        findings.count("idempotency keys", uses.size());
        tables.keys(row -> compare(uses, row));
        uses.forEach((name, use) -> {
            if (use.task != null) {
                broken(name, "made task %s, but is not kept".formatted(use.task));
            }
        });
    }

    private void accepted(Use use, Entry line) {
        if (line.text("task").isEmpty()) {
            return;
        }
        boolean made = line.number("replayed", 0) == 0;
        if (use.task == null) {
            use.task = line.text("task");
            use.body = line.text("body");
        } else if (!line.text("task").equals(use.task)) {
            broken(name(line), "made tasks %s and %s (call %d)".formatted(use.task, line.text("task"), line.call()));
        } else if (!line.text("body").equals(use.body)) {
            broken(
                    name(line),
                    "made task %s, and was taken with another body by call %d".formatted(use.task, line.call()));
        } else if (made && use.made) {
            broken(name(line), "made task %s twice (call %d)".formatted(use.task, line.call()));
        }
        use.made |= made;
    }

    private void refused(Use use, Entry line) {
        if (line.number("status", 0) == REUSED && line.text("body").equals(use.body)) {
            broken(name(line), "was refused to call %d, which came with the same body".formatted(line.call()));
        }
    }

    /** What is not of this part of the run, or of another run, is not among the uses. */
    private void compare(Map<String, Use> uses, ResultSet row) throws SQLException {
        String name = row.getString("key") + " of " + row.getString("org");
        Use use = uses.remove(name);
        if (use == null || use.task == null) {
            return;
        }
        if (!row.getString("task_id").equals(use.task) || !row.getString("body").equals(use.body)) {
            broken(
                    name,
                    "made task %s of body %s, but is kept for %s of %s"
                            .formatted(use.task, use.body, row.getString("task_id"), row.getString("body")));
        }
    }

    private static String name(Entry line) {
        return line.text("key") + " of " + line.text("org");
    }

    private void broken(String name, String what) {
        findings.violation(Rule.KEYS, "key %s %s".formatted(name, what));
    }
}
