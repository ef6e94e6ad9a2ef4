/** Which tasks ring and when, beside the pauses that each task keeps by itself. */
@NullMarked
package io.asyncrpc.core.ring;

import org.jspecify.annotations.NullMarked;
