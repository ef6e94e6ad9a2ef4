package io.asyncrpc.fleet.check;

import io.asyncrpc.fleet.record.Run;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Reads a run's record and the database, and names what breaks a rule. Time grows with the run, memory does not: lines and
 * rows are taken a span of tasks at a time.
 */
public final class Checker {
    private static final int TASKS_IN_SPAN = 20_000;
    private static final long LINES_IN_PART = 64L << 20;

    private Checker() {}

    /**
     * @param folder with {@code record.jsonl} and {@code run.json}
     * @throws IOException also when the record cannot be understood
     */
    public static Report check(Path folder, DatabaseSettings settings) throws IOException, SQLException {
        try (Connection connection = settings.open()) {
            return check(folder, connection, TASKS_IN_SPAN);
        }
    }

    /** On a connection in a transaction, so that all tables are read as they are at one moment. */
    static Report check(Path folder, Connection connection, int tasksInSpan) throws IOException, SQLException {
        Run run = Run.read(folder);
        Path record = folder.resolve("record.jsonl");
        Findings findings = new Findings();
        CoreTables tables = new CoreTables(connection, run.orgs());
        Spans spans = new Spans(tables, run, tasksInSpan);
        int parts = (int) (1 + Files.size(record) / LINES_IN_PART);
        try (Spill tasks = new Spill(folder, spans.count());
                Spill events = new Spill(folder, parts);
                Spill keys = new Spill(folder, parts)) {
            Sorter sorter = new Sorter(spans, tasks, events, keys, findings);
            sort(record, sorter, findings);
            new TaskCheck(run, tables, spans, sorter, tasks, findings).check();
            new EventCheck(run, tables, events, findings).check();
            new KeyCheck(tables, keys, findings).check();
        }
        return findings.report();
    }

    private static void sort(Path record, Sorter sorter, Findings findings) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(record)) {
            String next = reader.readLine();
            while (next != null) {
                String text = next;
                next = reader.readLine();
                if (next != null || text.endsWith("}")) { // a run that was killed leaves half a line
                    sorter.take(Entry.read(text));
                    findings.count("lines");
                }
            }
        }
        sorter.end();
    }
}
