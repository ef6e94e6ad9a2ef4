package io.asyncrpc.fleet.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the record tells of one task: by whom it was submitted, what clients saw of it, what devices heard and said. */
final class TaskStory {
    final List<Submitted> submits = new ArrayList<>();
    final Sightings sightings;
    final Map<String, DeviceStory> devices = new LinkedHashMap<>();
    final Set<Integer> cancelAnswers = new HashSet<>();
    final List<String> foreignAnswers = new ArrayList<>();

    /** A call that was answered with this task. */
    record Submitted(
            long call,
            String org,
            String device,
            @Nullable Integer maxAttempts,
            @Nullable Integer ttl,
            boolean replayed) {}

    TaskStory(String task, Findings findings) {
        sightings = new Sightings(task, findings);
    }

    void take(Entry line) {
        switch (line.kind()) {
            case "submitted" -> submitted(line);
            case "read" -> sightings.asked(line.call());
            case "seen" -> sightings.seen(line);
            case "cancelled" -> cancelled(line);
            case "foreign" -> {
                int status = line.number("status", 0);
                if (status != 404 && status < 500) { // a 5xx tells nothing of anybody
                    foreignAnswers.add("%s was answered with %s".formatted(line.text("org"), line.text("status")));
                }
            }
            default ->
                devices.computeIfAbsent(line.text("dev"), DeviceStory::new).take(line);
        }
    }

    /** Of the device it was submitted for; one that did and heard nothing if there was none. */
    DeviceStory of(String device) {
        return devices.getOrDefault(device, new DeviceStory(device));
    }

    /** Whether a call may have cancelled it: it was told so, or never heard. */
    boolean mayBeCancelled() {
        return cancelAnswers.stream()
                .anyMatch(status -> status == 200 || status == 202 || status == 0 || status >= 500);
    }

    private void submitted(Entry line) {
        submits.add(new Submitted(
                line.call(),
                line.text("org"),
                line.text("dev"),
                line.has("max") ? line.number("max", 0) : null,
                line.has("ttl") ? line.number("ttl", 0) : null,
                line.is("replayed")));
        sightings.seen(line);
    }

    private void cancelled(Entry line) {
        cancelAnswers.add(line.number("status", 0));
        sightings.seen(line);
    }
}
