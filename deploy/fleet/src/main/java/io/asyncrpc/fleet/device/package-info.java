/**
 * The device's side. {@link io.asyncrpc.fleet.device.DeviceProtocol} decides and knows no thread and no network;
 * {@link io.asyncrpc.fleet.device.SimulatedDevice} carries its decisions out over a
 * {@link io.asyncrpc.fleet.device.DeviceChannel}, in MQTT 5 or MQTT 3.1.1.
 */
@NullMarked
package io.asyncrpc.fleet.device;

import org.jspecify.annotations.NullMarked;
