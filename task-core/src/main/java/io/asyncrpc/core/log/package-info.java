/** How lines of the log say what they are about. */
@NullMarked
package io.asyncrpc.core.log;

import org.jspecify.annotations.NullMarked;
