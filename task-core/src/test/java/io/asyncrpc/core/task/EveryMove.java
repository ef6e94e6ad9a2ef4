package io.asyncrpc.core.task;

import static java.util.stream.Collectors.toSet;

import io.asyncrpc.core.task.Decision.Moved;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything {@link Task#on} can do: every event, at every moment at which a rule may turn, to every task that such moves
 * lead to. Tasks are the same if no rule can tell them apart.
 */
final class EveryMove {

    /** A move between two states, or within one. */
    record Arrow(TaskState from, TaskState to, Cause cause) {}

    /** What the rules look at. */
    private record Kind(
            @Nullable Instant notBefore,
            TaskState state,
            int attempt,
            boolean stopping,
            boolean waiting,
            Failure.@Nullable Code failure,
            boolean expired) {

        static Kind of(Task t, Instant now) {
            return new Kind(
                    t.terms().notBefore(),
                    t.state(),
                    t.attempt(),
                    t.cancelRequestedAt() != null,
                    t.backoffUntil() != null,
                    t.failure() == null ? null : t.failure().code(),
                    !now.isBefore(t.terms().expiresAt()));
        }
    }

    private record Reached(Task task, Instant at) {}

    private final Set<Arrow> arrows = new HashSet<>();
    private final Set<Kind> known = new HashSet<>();
    private final Queue<Reached> untried = new ArrayDeque<>();

    private EveryMove() {}

    static EveryMove find() {
        EveryMove moves = new EveryMove();
        moves.reach(Tasks.task("new"), Tasks.START);
        moves.reach(Tasks.task("later"), Tasks.START);
        while (!moves.untried.isEmpty()) {
            moves.tryEverything(moves.untried.remove());
        }
        return moves;
    }

    Set<Arrow> arrows() {
        return arrows;
    }

    Set<TaskState> states() {
        return known.stream().map(Kind::state).collect(toSet());
    }

    Set<Cause> causes() {
        return Stream.concat(Stream.of(Cause.SUBMITTED), arrows.stream().map(Arrow::cause))
                .collect(toSet());
    }

    private void reach(Task task, Instant at) {
        if (known.add(Kind.of(task, at))) {
            untried.add(new Reached(task, at));
        }
    }

    private void tryEverything(Reached reached) {
        for (Instant moment : moments(reached)) {
            for (String word : Tasks.EVENTS) {
                if (reached.task().on(Tasks.event(word), moment) instanceof Moved moved) {
                    arrows.add(new Arrow(reached.task().state(), moved.task().state(), moved.cause()));
                    reach(moved.task(), moment);
                }
            }
        }
    }

    /** Now, and on both sides of every edge in time. */
    private static Set<Instant> moments(Reached reached) {
        Task t = reached.task();
        return Stream.of(
                        t.dueAt(),
                        t.leaseUntil(),
                        t.cancelDeadline(),
                        t.backoffUntil(),
                        t.terms().notBefore(),
                        t.terms().expiresAt())
                .filter(Objects::nonNull)
                .flatMap(edge -> Stream.of(edge.minus(Duration.ofMillis(1)), edge))
                .map(moment -> moment.isBefore(reached.at()) ? reached.at() : moment)
                .collect(toSet());
    }
}
