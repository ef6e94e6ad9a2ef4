/** How long round trips take from moment to moment, and when that is normal. */
@NullMarked
package io.asyncrpc.fleet.chaos.pulse;

import org.jspecify.annotations.NullMarked;
