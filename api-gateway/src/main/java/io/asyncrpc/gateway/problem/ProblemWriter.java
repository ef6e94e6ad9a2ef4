package io.asyncrpc.gateway.problem;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** Writes a problem as {@code application/problem+json}. */
public final class ProblemWriter {
    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemWriter() {}

    public static void write(HttpServerResponse response, Problem problem) {
        if (response.headWritten()) {
            response.reset();
            return;
        }
        problem.headers().forEach(response::putHeader);
        response.setStatusCode(problem.type().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body(problem));
    }

    public static String body(Problem problem) {
        return new JsonObject()
                .put("type", problem.type().uri())
                .put("title", problem.type().title())
                .put("status", problem.type().status())
                .put("code", problem.type().code())
                .put("detail", problem.detail())
                .encode();
    }
}
