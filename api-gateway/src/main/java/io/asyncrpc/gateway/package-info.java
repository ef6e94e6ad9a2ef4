/**
 * The door: it knows who asks and where what is asked for lives, and nothing else. It does not know what a task is.
 */
@NullMarked
package io.asyncrpc.gateway;

import org.jspecify.annotations.NullMarked;
