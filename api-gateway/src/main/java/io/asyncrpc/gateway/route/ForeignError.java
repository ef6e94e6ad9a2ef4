package io.asyncrpc.gateway.route;

import io.asyncrpc.gateway.problem.Problem;
import io.asyncrpc.gateway.problem.ProblemType;
import io.asyncrpc.gateway.problem.ProblemWriter;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;

/** An error in any shape but ours: its text is not known to be fit for strangers. */
final class ForeignError {
    private ForeignError() {}

    static boolean is(HttpClientResponse answer) {
        String type = answer.getHeader(HttpHeaders.CONTENT_TYPE);
        return answer.statusCode() >= 400 && (type == null || !type.startsWith(ProblemWriter.MEDIA_TYPE));
    }

    static Problem translate(int status) {
        ProblemType fallback = status < 500 ? ProblemType.MALFORMED : ProblemType.INTERNAL;
        ProblemType type = ProblemType.ofStatus(status).orElse(fallback);
        return new Problem(type, "The service refused the request.", Map.of());
    }
}
