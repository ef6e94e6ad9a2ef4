package io.asyncrpc.gateway.key;

import io.vertx.core.Future;

/** Who knows keys. */
@FunctionalInterface
interface KeySource {
    /** @param hash SHA-256 of the key's text, in hexadecimal */
    Future<KeyAnswer> whose(String hash);
}
