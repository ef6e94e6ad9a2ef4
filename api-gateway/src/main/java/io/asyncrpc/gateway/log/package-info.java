/** How lines of the log say what they are about. */
@NullMarked
package io.asyncrpc.gateway.log;

import org.jspecify.annotations.NullMarked;
