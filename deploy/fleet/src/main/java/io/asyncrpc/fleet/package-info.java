/**
 * Simulated devices and what is shown with them: real MQTT clients that obey the device side of the protocol, driven
 * over the public API like any client's.
 */
@NullMarked
package io.asyncrpc.fleet;

import org.jspecify.annotations.NullMarked;
