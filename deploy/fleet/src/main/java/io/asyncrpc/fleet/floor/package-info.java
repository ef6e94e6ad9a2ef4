/**
 * The same pipeline in a plain program, on the same broker and database, without HTTP, services or rules: what the
 * machine could do at best, so that every figure of the house can be told as a ratio.
 */
@NullMarked
package io.asyncrpc.fleet.floor;

import org.jspecify.annotations.NullMarked;
