/** The clock: it says when; what is to be done then, the core knows. */
@NullMarked
package io.asyncrpc.scheduler;

import org.jspecify.annotations.NullMarked;
