package io.asyncrpc.fleet.check;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the record once, in its order, which is the order of cause and effect for each client call and each device. Answers
 * are joined with their calls, and every line is laid to those about the same task, event or key.
 */
final class Sorter {
    private final Spans spans;
    private final Spill tasks;
    private final Spill events;
    private final Spill keys;
    private final Findings findings;
    private final Submits submits = new Submits();
    private final Map<Long, Entry> calls = new HashMap<>();
    private final Map<String, Entry> untaken = new HashMap<>();
    private final Map<String, Integer> lives = new HashMap<>();
    private final Set<String> pollers = new HashSet<>();
    private final Set<String> deleted = new HashSet<>();

    Sorter(Spans spans, Spill tasks, Spill events, Spill keys, Findings findings) {
        this.spans = spans;
        this.tasks = tasks;
        this.events = events;
        this.keys = keys;
        this.findings = findings;
    }

    void take(Entry line) throws IOException {
        switch (line.kind()) {
            case "submit", "cancel", "foreign", "delete" -> calls.put(line.call(), line);
            case "read" -> {
                calls.put(line.call(), line);
                aboutTask(line);
            }
            case "submitted", "cancelled", "seen", "deleted", "lost" -> answered(line);
            case "hear", "say" -> word(line);
            case "took" -> took(line);
            case "crash" -> lives.merge(line.text("dev"), 1, Integer::sum);
            case "run" -> aboutTask(line.with("life", lives.getOrDefault(line.text("dev"), 0)));
            default -> {}
        }
    }

    /** Calls that are still open when the record ends were never answered. */
    void end() throws IOException {
        for (Entry call : List.copyOf(calls.values())) {
            lost(call);
        }
        calls.clear();
    }

    Submits submits() {
        return submits;
    }

    /** Devices that asked for whatever came next, and so for no task by its id. */
    Set<String> pollers() {
        return pollers;
    }

    Set<String> deletedDevices() {
        return deleted;
    }

    private void answered(Entry answer) throws IOException {
        Entry call = calls.remove(answer.call());
        if (call == null) {
            return;
        }
        if (answer.kind().equals("lost")) {
            lost(call);
            return;
        }
        int status = answer.number("status", 0);
        findings.count("answered calls");
        switch (call.kind()) {
            case "submit" -> submitted(call, answer, status);
            case "read" -> aboutTask(answer.with("task", call.text("task")).with("org", call.text("org")));
            case "foreign" ->
                aboutTask(answer.with("k", "foreign")
                        .with("task", call.text("task"))
                        .with("org", call.text("org")));
            case "cancel" -> aboutTask(answer.with("task", call.text("task")).with("org", call.text("org")));
            case "delete" -> deleted(call, status);
            default -> {}
        }
    }

    private void submitted(Entry call, Entry answer, int status) throws IOException {
        boolean accepted = (status == 200 || status == 202) && answer.has("task");
        keyed(call, status, answer);
        if (accepted) {
            findings.count("accepted tasks", answer.is("replayed") ? 0 : 1);
            submits.accepted(answer.text("task"));
            call.json().setAll(answer.json());
            aboutTask(call.with("k", "submitted"));
        } else {
            submits.refused(call, status);
        }
    }

    private void lost(Entry call) throws IOException {
        findings.count("lost calls");
        switch (call.kind()) {
            case "submit" -> {
                submits.lost(call);
                keyed(call, 0, call);
            }
            case "cancel" -> aboutTask(call.with("k", "cancelled").with("status", 0));
            case "delete" -> deleted.add(call.text("dev"));
            default -> {}
        }
    }

    private void deleted(Entry call, int status) {
        if (status == 204 || status >= 500) {
            deleted.add(call.text("dev"));
        }
    }

    /** A line of its own, since the same key may have been used for several tasks. */
    private void keyed(Entry call, int status, Entry answer) throws IOException {
        if (call.has("key")) {
            Entry line = Entry.read("{}")
                    .with("c", call.call())
                    .with("org", call.text("org"))
                    .with("key", call.text("key"))
                    .with("body", call.text("body"))
                    .with("status", status)
                    .with("task", answer.text("task"))
                    .with("replayed", answer.is("replayed") ? 1 : 0);
            keys.add(Math.floorMod(call.text("key").hashCode(), keys.count()), line);
        }
    }

    private void word(Entry line) throws IOException {
        findings.count("device words");
        String word = line.word();
        boolean says = line.kind().equals("say");
        if (says && line.is("bad")) {
            return;
        }
        if (says && line.has("n")) {
            untaken.put(line.text("dev") + " " + line.text("n"), line);
        }
        if (says && word.equals("req") && !line.has("task")) {
            pollers.add(line.text("dev"));
        }
        lay(line);
    }

    private void took(Entry took) throws IOException {
        Entry said = untaken.remove(took.text("dev") + " " + took.text("n"));
        if (said != null) {
            lay(said.with("k", "took"));
        }
    }

    private void lay(Entry line) throws IOException {
        String word = line.word();
        if (word.equals("evt") || word.equals("eva")) {
            events.add(Math.floorMod(line.text("dev").hashCode(), events.count()), line);
        } else if (line.has("task")) {
            aboutTask(line);
        }
    }

    private void aboutTask(Entry line) throws IOException {
        tasks.add(spans.of(line.text("task")), line);
    }
}
