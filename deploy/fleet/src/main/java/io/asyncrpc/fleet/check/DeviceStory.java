package io.asyncrpc.fleet.check;

import io.asyncrpc.fleet.check.StoredTask.Result;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one device heard, said and did about one task. */
final class DeviceStory {
    final String device;
    final Map<Answer, Fate> answers = new LinkedHashMap<>();
    final Set<Integer> handedOut = new HashSet<>();
    final Set<Integer> ran = new HashSet<>();
    final Set<Integer> commits = new HashSet<>();
    final List<String> faults = new ArrayList<>();
    boolean acknowledged;
    boolean asked;
    boolean refused;

    /** A word that tells of the task, if it heard one. */
    @Nullable String told;

    private final Set<String> runs = new HashSet<>();

    /**
     * A result as it was said. Said again it is the same.
     *
     * @param attempt {@code null} if the device did not say
     */
    record Answer(
            int status, String ext, String sha, @Nullable Integer attempt) {

        boolean is(Result stored) {
            return status == stored.status()
                    && ext.equals(stored.ext())
                    && sha.equals(stored.sha())
                    && (attempt == null || attempt == stored.attempt());
        }
    }

    /** What became of it. */
    static final class Fate {
        /** The broker took it at least once. */
        boolean taken;
        /** The device had been handed that attempt, so that the core must know it. */
        boolean owed;
    }

    DeviceStory(String device) {
        this.device = device;
    }

    void take(Entry line) {
        switch (line.kind()) {
            case "hear" -> hears(line);
            case "say" -> says(line);
            case "took" -> {
                if (line.word().equals("res")) {
                    answers.computeIfAbsent(answer(line), a -> new Fate()).taken = true;
                }
            }
            case "run" -> runs(line);
            default -> {}
        }
    }

    boolean said(Result stored) {
        return answers.keySet().stream().anyMatch(answer -> answer.is(stored));
    }

    private void hears(Entry line) {
        switch (line.word()) {
            case "tsk", "cnl" -> told = line.word();
            case "rsp" -> {
                told = "rsp";
                handedOut.add(line.number("att", 0));
            }
            case "cmt" -> {
                told = "cmt";
                commits.add(line.number("rid", 0));
            }
            case "err" -> refused = true;
            default -> {}
        }
    }

    private void says(Entry line) {
        switch (line.word()) {
            case "ack" -> acknowledged = true;
            case "req" -> asked = true;
            case "res" -> {
                Answer answer = answer(line);
                Fate fate = answers.computeIfAbsent(answer, a -> new Fate());
                fate.owed = answer.attempt() == null || handedOut.contains(answer.attempt());
            }
            default -> {}
        }
    }

    private void runs(Entry line) {
        int attempt = line.number("att", 0);
        ran.add(attempt);
        if (!runs.add(line.text("life") + " " + attempt)) {
            faults.add("device %s ran attempt %d twice".formatted(device, attempt));
        }
        if (!handedOut.contains(attempt)) {
            faults.add("device %s ran attempt %d, which it was not handed".formatted(device, attempt));
        }
    }

    private static Answer answer(Entry line) {
        Integer attempt = line.has("att") ? line.number("att", 0) : null;
        String ext = line.text("ext");
        return new Answer(line.number("status", 200), ext.isEmpty() ? "0" : ext, line.text("sha"), attempt);
    }
}
