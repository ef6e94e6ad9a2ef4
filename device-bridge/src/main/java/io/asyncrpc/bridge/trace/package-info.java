/** Traces: one of each task, from the call to the device and back (ADR 22). */
@NullMarked
package io.asyncrpc.bridge.trace;

import org.jspecify.annotations.NullMarked;
