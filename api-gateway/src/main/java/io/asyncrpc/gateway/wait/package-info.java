/**
 * Long-polling ({@code Prefer: wait}, RFC 7240): who waits for what to change, what wakes them, and the reads that find the
 * truth. A change only wakes; what is answered is always read from the service.
 */
@NullMarked
package io.asyncrpc.gateway.wait;

import org.jspecify.annotations.NullMarked;
