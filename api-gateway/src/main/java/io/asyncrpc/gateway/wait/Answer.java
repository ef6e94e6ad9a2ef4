package io.asyncrpc.gateway.wait;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * A service's answer to a waiter's question.
 *
 * @param headers those that pass the door
 * @param body {@code null} if it was too large to be kept
 * @param isFinal by the service's own word, what was asked for will never change again
 */
public record Answer(int status, MultiMap headers, @Nullable Buffer body, boolean isFinal) {
    boolean isShown() {
        return status == 200;
    }

    boolean isUnchanged() {
        return status == 304;
    }

    /** The service is there, and something is wrong with it rather than with the question. */
    boolean isTrouble() {
        return status >= 500;
    }

    @Nullable String etag() {
        return headers.get(HttpHeaders.ETAG);
    }

    /** Headers that stand in the response already are kept. */
    public void write(HttpServerResponse response, int as) {
        headers.forEach((name, value) -> {
            if (!response.headers().contains(name)) {
                response.putHeader(name, value);
            }
        });
        response.setStatusCode(as);
        if (body == null || body.length() == 0) {
            response.end();
        } else {
            response.end(body);
        }
    }
}
