/** TLS inside the house (profile {@code tls}). */
@NullMarked
package io.asyncrpc.gateway.tls;

import org.jspecify.annotations.NullMarked;
