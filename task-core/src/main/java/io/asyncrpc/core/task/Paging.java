package io.asyncrpc.core.task;

import io.asyncrpc.core.problem.Problem;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What all lists have in common: where they begin, how much of them is shown, and the link to the next page (RFC 8288), as a path. */
public final class Paging {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    /** Ids hold the time in 48 bits, which is somewhat more. */
    private static final Instant END_OF_TIME = Instant.parse("+10000-01-01T00:00:00Z");

    private Paging() {}

    /** @throws Problem malformed, unless 1 to 200 or absent (50) */
    public static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        if (text.matches("[0-9]{1,4}")) {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        }
        throw Problem.malformed("limit must be a whole number from 1 to " + MAX_LIMIT);
    }

    /** @throws Problem malformed, unless a time from 1970 to 9999 or absent */
    public static @Nullable Instant time(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            // In a query a plus sign that was not encoded arrives as a space.
            Instant at = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            if (at.isBefore(Instant.EPOCH) || !at.isBefore(END_OF_TIME)) {
                throw Problem.malformed(name + " must be from 1970 to 9999");
            }
            return at;
        } catch (DateTimeException e) {
            throw Problem.malformed(name + " must be a time such as 2026-03-01T10:00:00Z");
        }
    }

    /** The id that a page ended with. */
    public static @Nullable UUID cursor(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equals(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // the same answer as for any other text
        }
        throw Problem.malformed("the cursor is not one of ours");
    }

    public static void linkNext(Response.ResponseBuilder answer, UriInfo uri, @Nullable String cursor) {
        if (cursor != null) {
            URI link = uri.getRequestUriBuilder()
                    .replaceQueryParam("cursor", cursor)
                    .build();
            answer.header("Link", "<" + link.getRawPath() + "?" + link.getRawQuery() + ">; rel=\"next\"");
        }
    }
}
