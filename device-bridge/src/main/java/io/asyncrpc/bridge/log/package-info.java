/** How lines of the log say what they are about. */
@NullMarked
package io.asyncrpc.bridge.log;

import org.jspecify.annotations.NullMarked;
