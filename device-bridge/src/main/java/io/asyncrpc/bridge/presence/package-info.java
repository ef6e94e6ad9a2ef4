/** Which devices are connected, told to the core by the broker's own events and reconciled by snapshots. */
@NullMarked
package io.asyncrpc.bridge.presence;

import org.jspecify.annotations.NullMarked;
