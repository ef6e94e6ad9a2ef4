/** Who asks: what the verified token says. */
@NullMarked
package io.asyncrpc.core.caller;

import org.jspecify.annotations.NullMarked;
