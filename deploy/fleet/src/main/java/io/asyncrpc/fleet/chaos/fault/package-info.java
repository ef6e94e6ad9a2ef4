/** Everything that can be done to the system, by name. */
@NullMarked
package io.asyncrpc.fleet.chaos.fault;

import org.jspecify.annotations.NullMarked;
