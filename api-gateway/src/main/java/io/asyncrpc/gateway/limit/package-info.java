/** How much may be asked at once: how often, how large a body, and how long it may take to arrive. */
@NullMarked
package io.asyncrpc.gateway.limit;

import org.jspecify.annotations.NullMarked;
