/**
 * Thousands of devices in one process, each with a manner of its own. What a device does with a call follows from the
 * seed of the run and the number of the call alone, not from when it happens: a run with the same seed makes the same
 * choices.
 */
@NullMarked
package io.asyncrpc.fleet.swarm;

import org.jspecify.annotations.NullMarked;
