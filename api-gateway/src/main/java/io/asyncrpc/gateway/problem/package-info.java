/** The one shape of an error: RFC 9457 problem details, never a stack trace. */
@NullMarked
package io.asyncrpc.gateway.problem;

import org.jspecify.annotations.NullMarked;
