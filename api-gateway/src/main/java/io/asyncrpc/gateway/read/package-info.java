/** Reads of one thing each, asked of its service together. */
@NullMarked
package io.asyncrpc.gateway.read;

import org.jspecify.annotations.NullMarked;
