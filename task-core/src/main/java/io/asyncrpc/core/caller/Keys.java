package io.asyncrpc.core.caller;

import java.util.Optional;

/** What tokens are verified with. */
@FunctionalInterface
interface Keys {
    /** At once. Nothing if the provider has not told its keys, or too long ago to trust them. */
    Optional<KeySet> now();
}
