/** The one list of errors a client can see, and their form (RFC 9457). */
@NullMarked
package io.asyncrpc.core.problem;

import org.jspecify.annotations.NullMarked;
