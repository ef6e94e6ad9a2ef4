/** How much may be asked at once: the size of a request's body and the time it may take to arrive. */
@NullMarked
package io.asyncrpc.gateway.limit;

import org.jspecify.annotations.NullMarked;
