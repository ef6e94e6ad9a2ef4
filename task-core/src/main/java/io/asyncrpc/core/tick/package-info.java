/** What is done when time has passed, at the scheduler's call. */
@NullMarked
package io.asyncrpc.core.tick;

import org.jspecify.annotations.NullMarked;
