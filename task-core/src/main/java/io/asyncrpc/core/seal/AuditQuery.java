package io.asyncrpc.core.seal;

import io.asyncrpc.core.audit.Action;
import io.asyncrpc.core.problem.BodyReader;
import io.asyncrpc.core.problem.Problem;
import io.asyncrpc.core.task.Paging;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which deeds an admin wants listed.
 *
 * @param since inclusive
 * @param until exclusive
 * @param before the last id of the page before
 */
record AuditQuery(
        @Nullable String action,
        @Nullable String actor,
        @Nullable String target,
        @Nullable Instant since,
        @Nullable Instant until,
        int limit,
        @Nullable UUID before) {
    private static final Set<String> KNOWN = Set.of("action", "actor", "target", "since", "until", "limit", "cursor");
    private static final int LONGEST = 255;

    /** @throws Problem malformed, saying which parameter */
    static AuditQuery of(MultivaluedMap<String, String> query) {
        if (!KNOWN.containsAll(query.keySet()) || query.values().stream().anyMatch(values -> values.size() > 1)) {
            throw Problem.malformed("the query parameter is not known, or given twice");
        }
        return new AuditQuery(
                action(query.getFirst("action")),
                text("actor", query.getFirst("actor")),
                text("target", query.getFirst("target")),
                Paging.time("since", query.getFirst("since")),
                Paging.time("until", query.getFirst("until")),
                Paging.limit(query.getFirst("limit")),
                Paging.cursor(query.getFirst("cursor")));
    }

    private static @Nullable String action(@Nullable String text) {
        if (text != null
                && Arrays.stream(Action.values())
                        .noneMatch(known -> known.name().equals(text))) {
            throw Problem.malformed("there is no such action");
        }
        return text;
    }

    private static @Nullable String text(String name, @Nullable String value) {
        if (value != null && (value.isEmpty() || value.length() > LONGEST || !BodyReader.isStorable(value))) {
            throw Problem.malformed(name + " must be text of 1 to " + LONGEST + " characters");
        }
        return value;
    }
}
