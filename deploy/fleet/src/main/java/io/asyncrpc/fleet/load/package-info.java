/**
 * Clients that submit, poll, long-poll and cancel, in open loop (so many a second, whatever happens) or closed loop (so
 * many in flight), and the devices they call.
 */
@NullMarked
package io.asyncrpc.fleet.load;

import org.jspecify.annotations.NullMarked;
