package io.asyncrpc.gateway.wait;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
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
