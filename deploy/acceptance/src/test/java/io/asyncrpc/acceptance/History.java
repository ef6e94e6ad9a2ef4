package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** The moves of a task as the API tells them. */
record History(List<Move> moves) {

    private static final Set<String> FINAL = Set.of("DONE", "FAILED", "CANCELED", "EXPIRED");
    private static final Set<String> ARROWS = Set.of(
            "NEW-PENDING",
            "NEW-LOCKED",
            "NEW-NEW",
            "NEW-DONE",
            "NEW-FAILED",
            "NEW-EXPIRED",
            "NEW-CANCELED",
            "PENDING-LOCKED",
            "PENDING-NEW",
            "PENDING-PENDING",
            "PENDING-DONE",
            "PENDING-FAILED",
            "PENDING-EXPIRED",
            "PENDING-CANCELED",
            "LOCKED-LOCKED",
            "LOCKED-NEW",
            "LOCKED-DONE",
            "LOCKED-FAILED",
            "LOCKED-CANCELED");

    record Move(int version, String from, String to, String cause, int attempt) {
        boolean isClaim() {
            return cause.equals("CLAIMED");
        }
    }

    History(JsonPath history) {
        this(history.<Map<String, Object>>getList("items").stream()
                .map(item -> new Move(
                        number(item, "version"),
                        String.valueOf(item.get("from")),
                        String.valueOf(item.get("to")),
                        String.valueOf(item.get("cause")),
                        number(item, "attempt")))
                .toList());
    }

    /**
     * Gapless, along the arrows of the picture, one attempt at a time, and final once.
     *
     * @param task as a list shows it
     */
    void assertLifeOf(Map<String, Object> task) {
        String life = task + ": " + moves;
        int version = number(task, "version");
        assertThat(moves.stream().map(Move::version))
                .as(life)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, version).boxed().toList());
        for (int i = 1; i < moves.size(); i++) {
            assertMove(life, moves.get(i - 1), moves.get(i));
        }
        Move last = moves.getLast();
        assertThat(last.to()).as(life).isEqualTo(task.get("state"));
        assertThat(last.attempt()).as(life).isEqualTo(number(task, "attempt"));
        assertThat(number(task, "attempt")).as(life).isLessThanOrEqualTo(number(task, "maxAttempts"));
        assertOutcome(life, task);
    }

    private static void assertMove(String life, Move before, Move move) {
        assertThat(move.from()).as(life).isEqualTo(before.to());
        boolean further = move.cause().equals("FURTHER_RESULT");
        if (FINAL.contains(before.to())) {
            assertThat(further && move.to().equals(before.to()))
                    .as("final is final, %s", life)
                    .isTrue();
        } else if (!further) {
            assertThat(ARROWS).as(life).contains(move.from() + "-" + move.to());
        }
        int started = move.isClaim() || (before.attempt() == 0 && isResult(move)) ? 1 : 0;
        assertThat(move.attempt() - before.attempt())
                .as("attempts rise by claims alone, %s", life)
                .isEqualTo(started);
        assertThat(!move.isClaim() || !move.from().equals("LOCKED"))
                .as("one attempt at a time, %s", life)
                .isTrue();
    }

    /** What a history and its results tell of the last attempt is what the outcome says. */
    private void assertOutcome(String life, Map<String, Object> task) {
        Move end = moves.stream()
                .filter(move -> FINAL.contains(move.to()))
                .findFirst()
                .orElseThrow();
        boolean byResult = task.get("result") != null;
        boolean answered = moves.stream()
                .filter(move -> move.version() < end.version() && move.attempt() == end.attempt())
                .anyMatch(move -> move.cause().equals("RETRY_BACKOFF"));
        boolean lost = !byResult && !answered && end.attempt() > 0;
        Object outcome = task.get("outcome");
        boolean lateFailure = moves.stream()
                .anyMatch(move -> move.version() < end.version() && move.cause().equals("FURTHER_RESULT"));
        if (!lateFailure) {
            assertThat(outcome).as(life).isEqualTo(lost ? "UNKNOWN" : "KNOWN");
        }
        assertThat("DONE".equals(task.get("state")) && !byResult).as(life).isFalse();
    }

    private static int number(Map<String, Object> item, String name) {
        return (Integer) Objects.requireNonNull(item.get(name), name);
    }

    private static boolean isResult(Move move) {
        return move.cause().equals("RESULT") || move.cause().equals("RETRY_BACKOFF");
    }
}
