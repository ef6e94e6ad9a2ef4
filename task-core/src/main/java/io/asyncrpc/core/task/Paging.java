package io.asyncrpc.core.task;

import io.asyncrpc.core.problem.Problem;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The link to the next page (RFC 8288), as a path. */
public final class Paging {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

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

    public static void linkNext(Response.ResponseBuilder answer, UriInfo uri, @Nullable String cursor) {
        if (cursor != null) {
            URI link = uri.getRequestUriBuilder()
                    .replaceQueryParam("cursor", cursor)
                    .build();
            answer.header("Link", "<" + link.getRawPath() + "?" + link.getRawQuery() + ">; rel=\"next\"");
        }
    }
}
