/**
 * The tongue of the house: it speaks the device protocol on one side and house messages on the other, and decides nothing.
 *
 * <p>It keeps no state of its own, so any number of replicas may run beside each other.
 */
@NullMarked
package io.asyncrpc.bridge;

import org.jspecify.annotations.NullMarked;
