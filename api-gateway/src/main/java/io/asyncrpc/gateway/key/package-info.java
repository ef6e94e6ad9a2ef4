/** Callers with an API key: the core says whose it is, and the gateway makes a token of it that is good inside the house. */
@NullMarked
package io.asyncrpc.gateway.key;

import org.jspecify.annotations.NullMarked;
