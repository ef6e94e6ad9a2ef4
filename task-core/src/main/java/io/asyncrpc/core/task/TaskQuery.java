package io.asyncrpc.core.task;

import io.asyncrpc.core.problem.BodyReader;
import io.asyncrpc.core.problem.Problem;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks a client wants listed.
 *
 * @param states empty for all
 * @param since inclusive, of creation
 * @param until exclusive, of creation
 * @param limit 1 to 200
 * @param before the last id of the page before; {@code null} for the first page
 */
record TaskQuery(
        @Nullable String deviceId,
        List<TaskState> states,
        @Nullable String method,
        @Nullable String externalId,
        @Nullable Instant since,
        @Nullable Instant until,
        int limit,
        @Nullable UUID before) {

    private static final Set<String> KNOWN =
            Set.of("deviceId", "state", "method", "externalId", "since", "until", "limit", "cursor");

    /**
     * Reads query parameters.
     *
     * @throws Problem malformed, saying which
     */
    static TaskQuery of(MultivaluedMap<String, String> parameters) {
        parameters.forEach((name, values) -> check(name, values));
        return new TaskQuery(
                matching(parameters, "deviceId", SubmissionJson.DEVICE_ID),
                parameters.getOrDefault("state", List.of()).stream()
                        .map(TaskQuery::state)
                        .toList(),
                matching(parameters, "method", SubmissionJson.METHOD),
                externalId(parameters.getFirst("externalId")),
                Paging.time("since", parameters.getFirst("since")),
                Paging.time("until", parameters.getFirst("until")),
                Paging.limit(parameters.getFirst("limit")),
                Paging.cursor(parameters.getFirst("cursor")));
    }

    private static void check(String name, List<String> values) {
        if (!KNOWN.contains(name)) {
            throw Problem.malformed("the query parameter is not known");
        }
        if (values.size() > 1 && !name.equals("state")) {
            throw Problem.malformed(name + " may be given once");
        }
    }

    private static @Nullable String matching(MultivaluedMap<String, String> parameters, String name, Pattern form) {
        String value = parameters.getFirst(name);
        if (value != null && !form.matcher(value).matches()) {
            throw Problem.malformed(name + " must match " + form.pattern());
        }
        return value;
    }

    private static @Nullable String externalId(@Nullable String value) {
        if (value != null && (value.length() > SubmissionJson.MAX_EXTERNAL_ID || !BodyReader.isStorable(value))) {
            throw Problem.malformed(
                    "externalId must be text of at most " + SubmissionJson.MAX_EXTERNAL_ID + " characters");
        }
        return value;
    }

    private static TaskState state(String name) {
        try {
            return TaskState.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw Problem.malformed("state must be one of " + List.of(TaskState.values()));
        }
    }
}
