package io.asyncrpc.core.event;

import io.asyncrpc.core.problem.BodyReader;
import io.asyncrpc.core.problem.Problem;
import io.asyncrpc.core.task.Paging;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which events a client wants listed.
 *
 * @param since inclusive, of reception
 * @param limit 1 to 200
 * @param before the last id of the page before; {@code null} for the first page
 */
record EventQuery(
        @Nullable String deviceId,
        @Nullable String type,
        @Nullable Instant since,
        int limit,
        @Nullable UUID before) {
    private static final Set<String> KNOWN = Set.of("deviceId", "type", "since", "limit", "cursor");
    private static final Pattern DEVICE_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int LONGEST_TYPE = 64;

    /** @throws Problem malformed, saying which parameter */
    static EventQuery of(MultivaluedMap<String, String> parameters) {
        parameters.forEach(EventQuery::check);
        return new EventQuery(
                deviceId(parameters.getFirst("deviceId")),
                type(parameters.getFirst("type")),
                Paging.time("since", parameters.getFirst("since")),
                Paging.limit(parameters.getFirst("limit")),
                Paging.cursor(parameters.getFirst("cursor")));
    }

    private static void check(String name, List<String> values) {
        if (!KNOWN.contains(name)) {
            throw Problem.malformed("the query parameter is not known");
        }
        if (values.size() > 1) {
            throw Problem.malformed(name + " may be given once");
        }
    }

    private static @Nullable String deviceId(@Nullable String value) {
        if (value != null && !DEVICE_ID.matcher(value).matches()) {
            throw Problem.malformed("deviceId must match " + DEVICE_ID.pattern());
        }
        return value;
    }

    private static @Nullable String type(@Nullable String value) {
        if (value != null && (value.isEmpty() || value.length() > LONGEST_TYPE || !BodyReader.isStorable(value))) {
            throw Problem.malformed("type must be text of 1 to " + LONGEST_TYPE + " characters");
        }
        return value;
    }
}
