package io.asyncrpc.fleet.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The calls that may or must not have made a task: refused ones, and those whose answer got lost. What was accepted is not
 * here but with its task.
 */
final class Submits {
    private static final int UNKNOWN = 0;

    private final Map<Long, Unaccepted> unaccepted = new HashMap<>();
    private final Set<Long> used = new HashSet<>();
    private String firstKnown = "";
    private String lastKnown = "";

    /** @param status 0 when no answer came */
    private record Unaccepted(String org, String device, int status) {}

    void accepted(String task) {
        firstKnown = firstKnown.isEmpty() || task.compareTo(firstKnown) < 0 ? task : firstKnown;
        lastKnown = task.compareTo(lastKnown) > 0 ? task : lastKnown;
    }

    void refused(Entry submit, int status) {
        // Said by the gateway or the core while something behind it stumbled: the task may be there.
        int told = status >= 500 ? UNKNOWN : status;
        unaccepted.put(submit.call(), new Unaccepted(submit.text("org"), submit.text("dev"), told));
    }

    void lost(Entry submit) {
        refused(submit, UNKNOWN);
    }

    /** Why no accepted call, but perhaps a lost one, made this row; empty if one may have. */
    String objection(StoredTask task, long call) {
        Unaccepted made = unaccepted.get(call);
        if (made == null) {
            return "it carries call %d, which was answered with another task or never made".formatted(call);
        }
        if (made.status() != UNKNOWN) {
            return "it was made by call %d, which was refused with %d".formatted(call, made.status());
        }
        if (!made.org().equals(task.org()) || !made.device().equals(task.device())) {
            return "call %d asked for device %s of %s".formatted(call, made.device(), made.org());
        }
        return used.add(call) ? "" : "call %d, whose answer was lost, made two tasks".formatted(call);
    }

    /** Whether a task was made while this run's were. */
    boolean isAmongOurs(String task) {
        return task.compareTo(firstKnown) >= 0 && task.compareTo(lastKnown) <= 0;
    }
}
