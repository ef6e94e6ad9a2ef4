/** Asking the bridge, which alone has the broker's accounts and the key that signs. */
@NullMarked
package io.asyncrpc.core.bridge;

import org.jspecify.annotations.NullMarked;
