package io.asyncrpc.core.caller;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/** Where a JWKS is read, at no event loop's expense. */
interface KeySource {
    /** More is no set of keys. */
    int MOST_BYTES = 128 * 1_024;

    Future<Buffer> read();

    /** @param place an address ({@code https}, or {@code http} inside the house) or a file */
    static KeySource of(String place, Vertx vertx, KeyConfig config) {
        return place.startsWith("https://") || place.startsWith("http://")
                ? new HttpKeySource(place, vertx, config.patience())
                : () -> vertx.fileSystem().readFile(place);
    }
}
