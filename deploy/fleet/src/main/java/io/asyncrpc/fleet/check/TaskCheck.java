package io.asyncrpc.fleet.check;

import io.asyncrpc.fleet.record.Run;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks all tasks, a span after another: first the rows of a span, then the lines about them. */
final class TaskCheck {
    private final Run run;
    private final CoreTables tables;
    private final Spans spans;
    private final Sorter sorted;
    private final Spill lines;
    private final Findings findings;

    TaskCheck(Run run, CoreTables tables, Spans spans, Sorter sorted, Spill lines, Findings findings) {
        this.run = run;
        this.tables = tables;
        this.spans = spans;
        this.sorted = sorted;
        this.lines = lines;
        this.findings = findings;
    }

    void check() throws SQLException, IOException {
        for (int span = 0; span < spans.count(); span++) {
            check(span);
        }
    }

    private void check(int span) throws SQLException, IOException {
        Map<String, TaskStory> stories = new LinkedHashMap<>();
        lines.read(
                span,
                line -> stories.computeIfAbsent(line.text("task"), id -> new TaskStory(id, findings))
                        .take(line));
        Map<String, StoredTask> rows = tables.tasks(spans.from(span), spans.until(span));
        rows.values().forEach(row -> judge(row, stories.remove(row.id())));
        stories.forEach(this::withoutRow);
    }

    private void judge(StoredTask row, @Nullable TaskStory told) {
        StoredTask.Mark mark = row.mark();
        boolean ours = mark != null && mark.run().equals(run.run());
        TaskStory story = told == null ? new TaskStory(row.id(), findings) : told;
        if (ours) {
            findings.count("tasks");
            findings.count("moves", row.moves().size());
            findings.count("results", row.results().size());
            TaskJudge judge = new TaskJudge(run, sorted, row, story, findings);
            judge.origin();
            judge.judge();
        } else if (!story.submits.isEmpty() || (mark == null && sorted.submits().isAmongOurs(row.id()))) {
            findings.violation(
                    Rule.NOTHING_LOST,
                    "task %s: its payload is not of this run (%s), submitted by %s"
                            .formatted(row.id(), mark, story.submits));
        }
    }

    /** Devices may also speak of tasks that never were; clients may not be told of such. */
    private void withoutRow(String id, TaskStory story) {
        if (!story.submits.isEmpty()) {
            findings.violation(
                    Rule.NOTHING_LOST,
                    "task %s: there is no such row, but it was accepted: %s".formatted(id, story.submits));
        }
        story.devices.values().stream()
                .filter(device -> device.told != null && story.submits.isEmpty())
                .forEach(device -> findings.violation(
                        Rule.FOREIGN,
                        "task %s: device %s heard %s, but the run has no such task"
                                .formatted(id, device.device, device.told)));
    }
}
