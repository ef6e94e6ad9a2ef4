package io.asyncrpc.fleet.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task as the database has it. Times are microseconds since 1970, of the database's clock.
 *
 * @param overdue whether it is open two minutes after its time, or that of its lease, is over by the database's clock
 * @param mark what its payload says of the run and the call that made it
 * @param moves its history, in order of version
 * @param results in order of their ids
 */
record StoredTask(
        String id,
        String org,
        String device,
        Terms terms,
        String state,
        @Nullable String outcome,
        int attempt,
        int version,
        @Nullable String failureCode,
        @Nullable Integer failureStatus,
        @Nullable Integer resultId,
        int resultCount,
        int furtherCount,
        boolean leased,
        boolean overdue,
        boolean finished,
        @Nullable Mark mark,
        List<Move> moves,
        List<Result> results) {

    private static final Set<String> FINAL = Set.of("DONE", "FAILED", "EXPIRED", "CANCELED");

    /** The terms it was submitted with. */
    record Terms(
            int maxAttempts,
            long lease,
            long attemptTimeout,
            long createdAt,
            @Nullable Long notBefore,
            long expiresAt) {

        /** From when it may be claimed at the earliest. */
        long opensAt() {
            return notBefore == null ? createdAt : Math.max(createdAt, notBefore);
        }
    }

    /** Which call of which run made it. */
    record Mark(String run, long call) {}

    /** A line of its history. */
    record Move(int version, long at, @Nullable String from, String to, String cause, int attempt) {

        @Override
        public String toString() {
            return "version %d %s %s -> %s attempt %d".formatted(version, cause, from, to, attempt);
        }
    }

    /** @param sha the first 16 hexadecimal digits of the body's SHA-256 */
    record Result(int id, int attempt, int status, String ext, String sha) {

        boolean success() {
            return status >= 200 && status < 300;
        }

        @Override
        public String toString() {
            return "result %d (attempt %d, status %d, ext %s, sha %s)".formatted(id, attempt, status, ext, sha);
        }
    }

    /** Without moves and results, which are added while they are read. */
    StoredTask {
        moves = new ArrayList<>(moves);
        results = new ArrayList<>(results);
    }

    static boolean isFinal(@Nullable String state) {
        return state != null && FINAL.contains(state);
    }

    boolean isFinal() {
        return isFinal(state);
    }

    @Nullable Result decisive() {
        return resultId == null ? null : result(resultId);
    }

    @Nullable Result result(int wanted) {
        return results.stream().filter(r -> r.id() == wanted).findFirst().orElse(null);
    }

    /** The move that brought a version, if there is one. */
    @Nullable Move moveTo(int wanted) {
        Move guess = wanted >= 1 && wanted <= moves.size() ? moves.get(wanted - 1) : null;
        return guess != null && guess.version() == wanted
                ? guess
                : moves.stream().filter(m -> m.version() == wanted).findFirst().orElse(null);
    }

    boolean hasCause(String cause) {
        return moves.stream().anyMatch(m -> m.cause().equals(cause));
    }
}
