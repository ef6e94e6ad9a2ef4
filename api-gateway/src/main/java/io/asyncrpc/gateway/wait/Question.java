package io.asyncrpc.gateway.wait;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a waiter asks a service. Equal questions have the same answer, so that one read may serve many who wait.
 *
 * @param known the version that need not be sent, as {@code If-None-Match}
 */
public record Question(
        String uri,
        String authorization,
        @Nullable String accept,
        @Nullable String language,
        @Nullable String known) {

    /** What a request asks by itself. */
    public static Question of(HttpServerRequest request) {
        MultiMap headers = request.headers();
        String known = headers.contains(HttpHeaders.IF_NONE_MATCH)
                ? String.join(", ", headers.getAll(HttpHeaders.IF_NONE_MATCH))
                : null;
        return of(headers, request.uri(), known);
    }

    static Question of(MultiMap headers, String uri, @Nullable String known) {
        return new Question(
                uri,
                String.valueOf(headers.get(HttpHeaders.AUTHORIZATION)),
                headers.get(HttpHeaders.ACCEPT),
                headers.get(HttpHeaders.ACCEPT_LANGUAGE),
                known);
    }

    Question unless(@Nullable String version) {
        return new Question(uri, authorization, accept, language, version);
    }

    public MultiMap headers() {
        MultiMap headers = HttpHeaders.headers().set(HttpHeaders.AUTHORIZATION, authorization);
        if (accept != null) {
            headers.set(HttpHeaders.ACCEPT, accept);
        }
        if (language != null) {
            headers.set(HttpHeaders.ACCEPT_LANGUAGE, language);
        }
        if (known != null) {
            headers.set(HttpHeaders.IF_NONE_MATCH, known);
        }
        return headers;
    }
}
