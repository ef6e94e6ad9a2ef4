package io.asyncrpc.fleet.demo;

import io.asyncrpc.fleet.api.ApiClient;
import io.asyncrpc.fleet.api.Move;
import io.asyncrpc.fleet.api.Task;

/** One call of the play, followed through its history. */
final class Scene {

    private final Role role;
    private Task task;
    private long seen;

    Scene(Role role, Task task) {
        this.role = role;
        this.task = task;
    }

    Role role() {
        return role;
    }

    String taskId() {
        return task.id();
    }

    boolean isOver() {
        return task.isFinal();
    }

    boolean isHeld() {
        return task.state().equals("LOCKED");
    }

    /** Shows the moves that are new since the last look. */
    void look(ApiClient api, Screen screen) {
        for (Move move : api.history(task.id())) {
            if (move.version() > seen) {
                seen = move.version();
                screen.moves(role.deviceId(), tell(task.id(), move));
            }
        }
        task = api.task(task.id());
    }

    /** The end as the play promises it: the state, and the failure's code if there is one. */
    String ending() {
        return (task.state() + " " + task.failureCode()).strip();
    }

    boolean endedAsPromised() {
        return ending().equals(role.expected());
    }

    String describe() {
        if (!isOver()) {
            return task.waitReason().isEmpty() ? task.state() : task.state() + ", waiting: " + task.waitReason();
        }
        return "%s, the device said %d %s".formatted(ending(), task.resultStatus(), task.resultBody());
    }

    static String tell(String taskId, Move move) {
        String attempt = move.attempt() == 0 ? "" : ", attempt " + move.attempt();
        return "%s %s (%s%s)".formatted(Narrator.brief(taskId), tell(move), move.cause(), attempt);
    }

    private static String tell(Move move) {
        if (move.from().isEmpty()) {
            return "is " + move.to();
        }
        return move.from().equals(move.to()) ? "stays " + move.to() : "was " + move.from() + ", is " + move.to();
    }
}
